import TestSupport

/// A place in one of the areas of a run, as names: the same operation can be repeated in another world.
struct Spot: Hashable, Sendable, CustomStringConvertible {
    /// Number of the area: sources first, then the folder outside them.
    var area: Int
    /// From the area's folder down.
    var names: [[UInt8]]

    static func / (spot: Spot, name: [UInt8]) -> Spot {
        Spot(area: spot.area, names: spot.names + [name])
    }

    var description: String {
        (["\(area):"] + names.map { "\"\(readable($0))\"" }).joined(separator: "/")
    }
}

/// Where a run takes place: folders that are sources, and one outside all of them.
struct Ground: Sendable {
    let areas: [DiskPath]
    /// The number of the folder that no source has.
    var outside: Int { areas.count - 1 }

    /// Makes the folder outside.
    init(_ world: World) throws {
        let outside = DiskPath(try world.folder.folder("disk/outside"))
        areas = world.sources.map(\.path) + [outside]
    }

    func path(_ spot: Spot) throws -> DiskPath {
        guard areas.indices.contains(spot.area) else { throw TestFailure("no area \(spot.area)") }
        var bytes = areas[spot.area].bytes
        for name in spot.names {
            bytes.append(UInt8(ascii: "/"))
            bytes += name
        }
        return DiskPath(bytes)
    }
}
