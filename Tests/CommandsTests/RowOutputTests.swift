import ArgumentParser
import AudiowatchCore
import SQLiteCatalog
import Testing

@testable import Commands

@Suite struct RowOutputTests {
    private let wide = Terminal(width: 80, isInteractive: true, hasColour: false)

    private func row(_ number: Int) -> RowOutput.Row {
        RowOutput.Row(cells: ["\(number)"], json: number)
    }

    @Test func `a terminal counts what it does not show, a limit ends the asking`() {
        var all = RowOutput([.text("n")], json: false, limit: nil, terminal: wide)
        let wanted = (0..<80).map { all.add(row($0)) }
        #expect(wanted.allSatisfy { $0 })
        #expect(all.count == 80)
        var few = RowOutput([.text("n")], json: false, limit: 2, terminal: wide)
        let asked = (1...3).map { few.add(row($0)) }
        #expect(asked == [true, false, false])
        #expect(few.count == 2)
    }

    @Test func `sentences stand below the row they belong to`() {
        var list = RowOutput([.text("n")], json: false, limit: nil, terminal: wide)
        let rows = [
            RowOutput.Row(cells: ["1"], notes: ["do this"], json: 1),
            RowOutput.Row(cells: ["2"], json: 2),
        ]
        for row in rows { _ = list.add(row) }
        #expect(list.tableLines == ["n", "1", "    do this", "2"])
    }

    @Test func `no row at all ends with the code for nothing found`() {
        let list = RowOutput([.text("n")], json: true, limit: nil, terminal: wide)
        #expect(throws: ExitCode(1)) { try list.finish(nothing: "nothing") }
    }

    @Test func `findings line up and say what helps`() {
        let finding = Finding.warn("inotify", "few watches", "sudo sysctl")
        #expect(
            finding.lines(for: wide) == [
                "warn  inotify           few watches", "                        → sudo sysctl",
            ])
        #expect(Finding.ok("room", "enough").lines(for: wide).count == 1)
        let coloured = Terminal(width: 80, isInteractive: true, hasColour: true)
        #expect(finding.lines(for: coloured).first?.hasPrefix("\u{1B}[33mwarn\u{1B}[0m  i") == true)
    }
}
