internal import CLinux
internal import Glibc
public import SystemPackage

extension ProbeHelper {
    /// Where the helper's executable belongs: beside the running program, or in `../lib/audiowatch`.
    ///
    /// - Throws: ``ProbeError`` of kind `missing` when neither place has it.
    public static func defaultExecutable() throws(ProbeError) -> FilePath {
        let name = "audiowatch-probe"
        let program = runningProgram()
        let folder = program.removingLastComponent()
        let places = [
            folder.appending(name),
            folder.removingLastComponent().appending("lib/audiowatch/\(name)"),
        ]
        for place in places where place.withPlatformString({ access($0, X_OK) }) == 0 {
            return place
        }
        throw ProbeError(
            .missing, path: places[0],
            reason: "the probe helper is not there, nor at \(places[1])",
            hint: "build it (swift build --product \(name)) or install audiowatch again")
    }

    private static func runningProgram() -> FilePath {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX) + 1) { room in
            guard let base = room.baseAddress else { return FilePath() }
            let length = readlink("/proc/self/exe", base, room.count - 1)
            room[max(0, min(length, room.count - 1))] = 0
            return FilePath(platformString: base)
        }
    }
}
