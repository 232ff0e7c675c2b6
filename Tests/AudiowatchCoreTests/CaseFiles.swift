import Foundation

/// Case files: `{state, changes with times, what must follow}`, one decision a folder, one incident a file.
enum CaseFiles {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().appendingPathComponent("Cases")

    /// The names of the cases of one decision; none is a mistake of the test's own.
    static func names(of decision: String) -> [String] {
        let place = folder.appendingPathComponent(decision)
        let files = try? FileManager.default.contentsOfDirectory(atPath: place.path)
        return (files ?? []).filter { $0.hasSuffix(".json") }.sorted()
    }

    /// Reads one.
    static func read<Case: Decodable>(_ name: String, of decision: String) throws -> Case {
        let file = folder.appendingPathComponent(decision).appendingPathComponent(name)
        return try JSONDecoder().decode(Case.self, from: Data(contentsOf: file))
    }
}
