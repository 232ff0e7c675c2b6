import AudiowatchCore
@testable import Commands
import Foundation
import Testing

@Suite struct OutputTests {
    private func table() -> Table {
        var table = Table([.text("name", .end), .number("files"), .text("path", .start)])
        table.add(["drums", "20,770", "/media/disk/very/long/folder/drums"])
        table.add(["日本", "7", "/m\u{1B}[2J\n"])
        return table
    }

    @Test func `a table without a width cuts nothing`() {
        #expect(
            table().lines() == [
                "name    files  path",
                "drums  20,770  /media/disk/very/long/folder/drums",
                "日本        7  /m\\u{1B}[2J\\n",
            ])
    }

    @Test func `a table fits its width, paths keeping their end`() {
        let lines = table().lines(width: 32)
        #expect(lines.allSatisfy { TerminalText.columns(of: $0) <= 32 })
        #expect(lines.dropFirst().first == "drums  20,770  …ong/folder/drums")
    }

    @Test func `a table that cannot shrink enough stays readable`() {
        let lines = table().lines(width: 3)
        #expect(lines.dropFirst().first == "drums  20,770  …r/drums")
    }

    @Test func `columns of one name and short rows line up`() {
        var table = Table([.text("a"), .text("a"), .text("b")])
        table.add(["1"])
        table.add(["", "2", "3", "4"])
        #expect(table.lines() == ["a  a  b", "1", "   2  3"])
        #expect(Table([.text("a")]).isEmpty)
    }

    @Test func `json is exact, ordered, and obeyed by no terminal`() throws {
        struct Row: Codable, Equatable {
            var path: String
            var count: Int
        }
        let row = Row(path: "/a/\u{202E}\u{9B}\u{7F}\u{1B}\n\u{2028}é", count: 2)
        let line = try JSONOutput.line(row)
        #expect(
            line == #"{"count":2,"path":"/a/\u202e\u009b\u007f\u001b\n\u2028é"}"#)
        #expect(try JSONDecoder().decode(Row.self, from: Data(line.utf8)) == row)
        let document = try JSONOutput.document(row)
        #expect(document.contains("\n"))
        #expect(try JSONDecoder().decode(Row.self, from: Data(document.utf8)) == row)
    }

    @Test func `progress rewrites one line on a terminal and says nothing elsewhere`() {
        var said = ""
        var line = ProgressLine(
            terminal: Terminal(width: 10, isInteractive: true, hasColour: false)
        ) { said += $0 }
        line.clear()
        line.show("1 of 2")
        line.show("1 of 2")
        line.show("a very long line\n")
        line.clear()
        line.clear()
        #expect(said == "\r\u{1B}[2K1 of 2\r\u{1B}[2Ka very l…\r\u{1B}[2K")

        var silence = ""
        var quiet = ProgressLine(
            terminal: Terminal(width: nil, isInteractive: false, hasColour: false)
        ) { silence += $0 }
        quiet.show("1 of 2")
        quiet.clear()
        #expect(silence.isEmpty)
    }

    @Test func `progress tells counts, share, rate and what is left`() {
        #expect(
            ProgressLine.text(
                done: 1204, of: 20_770, pace: QueuePace(ratePerSecond: 1100, etaSeconds: 17.8))
                == "1,204 of 20,770 · 5 % · 1,100/s · 18 s left")
        #expect(ProgressLine.text(done: 2, of: 2, pace: QueuePace()) == "2 of 2 · 100 % · 0/s")
    }

    @Test func `a pipe is no terminal`() throws {
        let pipe = Pipe()
        let terminal = Terminal(descriptor: pipe.fileHandleForWriting.fileDescriptor)
        #expect(!terminal.isInteractive)
        #expect(terminal.width == nil)
        #expect(!terminal.hasColour)
    }
}
