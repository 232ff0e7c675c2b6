import Foundation
import TestSupport

/// The checkout that these tests were built from.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    /// Paths of the Swift files below a folder, as seen from the root.
    static func swiftFiles(below folder: String) throws -> [String] {
        let top = root.appendingPathComponent(folder)
        let walk = FileManager.default.enumerator(atPath: top.path)
        var result: [String] = []
        while let path = walk?.nextObject() as? String {
            if path.hasSuffix(".swift") { result.append("\(folder)/\(path)") }
        }
        guard !result.isEmpty else { throw TestFailure("no Swift file below \(top.path)") }
        return result.sorted()
    }
}
