import Foundation
import SystemPackage
import TestSupport
import Testing

/// A daemon whose configuration file is saved anew while it runs.
final class ChangingWorld {
    let world: World
    let daemon: RunningDaemon

    /// Starts it with the first of the sources alone; all their folders are there.
    init(_ purpose: String, sources: [String], fill: (World) throws -> Void = { _ in }) throws {
        world = try World(purpose, sources: sources)
        try fill(world)
        let first = try #require(world.sources.first)
        try world.folder.file("config.toml", ChangingWorld.text(world, [first.name], [:], "").utf8)
        daemon = try RunningDaemon(world)
        try daemon.sync()
    }

    /// Saves a configuration with these sources, each with its keys, and `extra` at its end.
    func save(_ names: [String], keys: [String: String] = [:], extra: String = "") throws {
        let text = ChangingWorld.text(world, names, keys, extra)
        // As editors do: whole, in the old one's place.
        try world.folder.file("config.toml.new", text.utf8)
        let (new, old) = (world.folder.appending("config.toml.new"), world.configuration)
        guard rename(new.string, old) == 0 else { throw TestFailure("rename: errno \(errno)") }
    }

    /// The same, and waits until the daemon watches these sources and no others.
    func apply(_ names: [String], keys: [String: String] = [:], extra: String = "") throws {
        try save(names, keys: keys, extra: extra)
        try until("the daemon watches \(names)") { try watched() == names }
        try daemon.sync()
    }

    private static func text(
        _ world: World, _ names: [String], _ keys: [String: String], _ extra: String
    ) -> String {
        let whole = world.configurationText()
        let head = whole.range(of: "[sources.").map { whole[..<$0.lowerBound] } ?? whole[...]
        let tables = names.map { name in
            let path = world.sources.first { $0.name == name }?.path.text ?? ""
            return "[sources.\(name)]\npath = \"\(path)\"\n\(keys[name] ?? "")\n"
        }
        return head + tables.joined() + extra
    }

    /// Names of the sources in the status, in its order.
    func watched() throws -> [String] {
        try daemon.status()["sources"].array.compactMap { $0["name"].string }
    }

    /// A source in the status.
    func source(_ name: String) throws -> JSON {
        try daemon.status()["sources"].array.first { $0["name"].string == name } ?? .null
    }

    /// How the file stands, as the status has it.
    func standing() throws -> JSON { try daemon.status()["configuration"] }

    /// Names of the files that a search for everything shows.
    func found() throws -> [String] {
        let result = try world.audiowatch("search", "", "--json")
        return try JSON.items(result.output).compactMap { $0.path.map { readable($0.name) } }
            .sorted()
    }

    /// The sources of these names, for the oracle.
    func sources(_ names: [String]) -> [DiskSource] {
        world.sources.filter { names.contains($0.name) }
    }

    /// Holds what the catalogue has of these sources against a fresh look at the disk; rows of others are kept.
    func expectEqualToDisk(
        _ occasion: String, _ names: [String], at location: SourceLocation = #_sourceLocation
    ) throws {
        let mistakes = Oracle.differences(
            between: try walk(sources(names)), and: try world.views().of(names))
        #expect(
            mistakes.isEmpty,
            "\(occasion): \(mistakes.count) differences\n\(mistakes.prefix(20).joined(separator: "\n"))",
            sourceLocation: location)
    }

    /// Rows of present files of a source, configured or not.
    func rows(of name: String) throws -> Int {
        try DatabaseFile(world.database).rows(
            """
            SELECT count(*) FROM files JOIN sources ON sources.id = files.source_id
            WHERE sources.name = '\(name)' AND deleted_at IS NULL
            """)[0][0].integer ?? -1
    }
}
