import TestSupport
import Testing

/// Most files of a source go at once: believed, and said.
@Suite(.onThreads) struct MassDeletionTests {
    @Test func `when most of a source goes at once status and doctor say so, and prune asks first`()
        throws
    {
        let live = try Live("mass") { world in
            for number in 1...120 {
                try Disk.write(Sounds.wav(number), to: world.source() / "gone/\(number).wav")
            }
            for number in 1...5 {
                try Disk.write(Sounds.wav(500 + number), to: world.source() / "kept/\(number).wav")
            }
        }
        let (world, root) = (live.world, try live.world.source())
        #expect(try live.daemon.status()["degraded"].array.isEmpty)
        try live.step("rm -r") { try Disk.deleteTree(root / "gone") }
        let said = try live.daemon.status()["degraded"].array.compactMap(\.string)
        #expect(said.contains { $0.contains("files went at once") }, "\(said)")
        let doctor = try world.audiowatch("doctor")
        #expect(doctor.text.contains("files went at once"), "\(doctor.text)")
        let refused = try world.audiowatch("doctor", "--prune", "--yes")
        #expect(refused.status != 0, "\(refused.text)")
        #expect(try world.views().files.filter(\.isDeleted).count == 120)
    }
}
