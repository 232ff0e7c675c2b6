import ArgumentParser
import AudiowatchCore
import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import Commands

/// Lines of an input that may be of any length and come at any pace.
@Suite struct AnnotateTests {
    /// What is read of an input that holds `text`, part by part.
    private func parts(
        _ text: String, longest: Int = 10, size: Int = 20
    ) throws -> [InputLines.Part] {
        let folder = try TemporaryFolder("input")
        let path = folder.appending("in")
        try Data(text.utf8).write(to: URL(filePath: path.string))
        let descriptor = try FileDescriptor.open(path, .readOnly)
        return try descriptor.closeAfter {
            var input = InputLines(descriptor, longest: longest, size: size)
            var parts: [InputLines.Part] = []
            while let part = try input.next() { parts.append(part) }
            return parts
        }
    }

    @Test func `lines come whole, in their order, each once`() throws {
        let lines = (1...20_000).map { "line \($0)" }
        for end in ["", "\n"] {
            let parts = try parts(lines.joined(separator: "\n") + end)
            #expect(parts.count > 1)
            let text = parts.flatMap(\.text)
            #expect(String(decoding: text, as: UTF8.self) == lines.map { $0 + "\n" }.joined())
            var before = 0
            for part in parts {
                #expect(part.before == before)
                before += part.count
            }
            #expect(before == 20_000)
        }
        #expect(try parts("").isEmpty)
    }

    @Test func `a line that is too long is counted and not held`() throws {
        let long = String(repeating: "x", count: 300_000)
        let parts = try parts("a\n\(long)\nb\n12345678901\n\(long)", size: 1 << 20)
        #expect(parts.flatMap(\.tooLong) == [2, 4, 5])
        #expect(String(decoding: parts.flatMap(\.text), as: UTF8.self) == "a\n\nb\n\n\n")
    }

    @Test func `what is said slowly is taken before the input ends`() throws {
        let (reader, writer) = try FileDescriptor.pipe()
        defer { try? reader.close() }
        try writer.writeAll("one\ntw".utf8)
        var input = InputLines(reader, longest: 10, size: 1_000)
        let first = try input.next()
        #expect(first?.text == Array("one\n".utf8))
        try writer.writeAll("o\n".utf8)
        try writer.close()
        #expect(try input.next()?.text == Array("two\n".utf8))
        #expect(try input.next() == nil)
    }

    @Test func `the last word says what became of the lines`() {
        #expect(AnnotateCommand.summary(AnnotationReport(stored: 1_204)) == "1,204 stored")
        #expect(
            AnnotateCommand.summary(
                AnnotationReport(
                    stored: 1, removed: 2, refused: [AnnotationRefusal(line: 1, reason: "")]))
                == "1 stored · 2 taken back · 1 refused")
    }

    @Test(arguments: [[], ["duplicates"], ["No Kind"], ["label", "more"]])
    func `what makes no sense is refused`(arguments: [String]) {
        #expect(throws: (any Error).self) { try AnnotateCommand.parse(arguments) }
    }
}
