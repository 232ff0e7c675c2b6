import AudiowatchCore
import Testing

@testable import Commands

@Suite struct LiveOutputTests {
    @Test func `a bar is empty before the start and full only at the end`() {
        #expect(ProgressBar.text(done: 0, of: 1_000_000, columns: 4) == "    ")
        #expect(ProgressBar.text(done: 1, of: 1_000_000, columns: 4) == "▏   ")
        #expect(ProgressBar.text(done: 1, of: 2, columns: 4) == "██  ")
        #expect(ProgressBar.text(done: 999_999, of: 1_000_000, columns: 4) == "███▉")
        #expect(ProgressBar.text(done: 3, of: 3, columns: 4) == "████")
        #expect(ProgressBar.text(done: 5, of: 3, columns: 2) == "██")
        #expect(ProgressBar.text(done: -1, of: 3, columns: 2) == "  ")
        for done in 0...100 {
            #expect(ProgressBar.text(done: done, of: 100, columns: 13).count == 13)
        }
    }

    @Test func `a bar gives way to the figures`() {
        let figures = String(repeating: "x", count: 50)
        #expect(ProgressBar.before(figures, done: 1, of: 2, width: 59).isEmpty)
        #expect(ProgressBar.before(figures, done: 1, of: 2, width: 60).count == 9)
        #expect(ProgressBar.before(figures, done: 1, of: 2, width: 200).count == 25)
        #expect(ProgressBar.before(figures, done: 0, of: 0, width: 200).isEmpty)
    }

    @Test func `a screen is drawn over itself, and anew when the window changes`() {
        var said = ""
        var screen = LiveScreen { said += $0 }
        let wide = Terminal(width: 9, height: 10, isInteractive: true, hasColour: false)
        screen.show(["one", "two two two"], on: wide)
        #expect(said == "one\u{1B}[K\ntwo two …\u{1B}[K\n\u{1B}[J")
        said = ""
        screen.show(["one"], on: wide)
        #expect(said == "\u{1B}[2Fone\u{1B}[K\n\u{1B}[J")
        said = ""
        let low = Terminal(width: 20, height: 4, isInteractive: true, hasColour: false)
        screen.show(["1", "2", "3", "4", "5"], on: low)
        #expect(
            said
                == "\u{1B}[H\u{1B}[2J1\u{1B}[K\n2\u{1B}[K\n… and 3 more lines\u{1B}[K\n\u{1B}[J")
    }

    @Test func `a line is cut between its colours, never in them`() {
        let terminal = Terminal(width: 5, isInteractive: true, hasColour: true)
        let red = terminal.painted("abc", .bad)
        #expect(red == "\u{1B}[31mabc\u{1B}[0m")
        #expect(terminal.fitted(red + "de") == red + "de")
        #expect(terminal.fitted(red + "def") == red + "d…\u{1B}[0m")
        #expect(terminal.fitted(terminal.painted("日本日", .good)) == "\u{1B}[32m日本…\u{1B}[0m")
        let plain = Terminal(width: 5, isInteractive: true, hasColour: false)
        #expect(plain.painted("abc", .bad) == "abc")
    }

    @Test func `a change told twice is written once`() {
        var told = ToldChanges()
        let file = File.ID(rawValue: 1)
        told.note(file, "added", 5)
        let first = told.isNew(file, "added", 5)
        let again = told.isNew(file, "added", 5)
        #expect(!first && again)
        #expect(told.latest == 5)
        _ = told.isNew(file, "deleted", 7)
        #expect(told.latest == 7)
    }
}
