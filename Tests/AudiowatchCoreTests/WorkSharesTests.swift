import AudiowatchCore
import Testing

private let music = Source.ID(rawValue: 1)
private let away = Source.ID(rawValue: 2)

@Suite struct WorkSharesTests {
    private func standing(_ source: Source.ID, _ milliseconds: Int?) -> WorkShares.Standing {
        WorkShares.Standing(source, waiting: milliseconds.map { .milliseconds($0) })
    }

    @Test func `while everybody gets on nothing is held back`() {
        let shares = WorkShares(
            workers: [standing(music, nil), standing(away, 20)], readers: [standing(music, 499)])
        #expect(shares == WorkShares())
        #expect(shares.wanted(size: 4) == 4)
    }

    @Test func `in the place of a worker that waits another one works, and its source is held`() {
        let shares = WorkShares(
            workers: [standing(music, nil), standing(away, 500)], readers: [])
        #expect(shares.held == [away])
        #expect(shares.silent.isEmpty)
        #expect(shares.wanted(size: 2) == 3)
    }

    @Test func `after three seconds its disk does not answer`() {
        let shares = WorkShares(
            workers: [standing(away, 3_000), standing(away, 40_000)], readers: [])
        #expect(shares.held == [away])
        #expect(shares.silent == [away])
        #expect(shares.wanted(size: 2) == 4)
    }

    @Test func `a listing that hangs holds its source, and nobody has to take its place`() {
        let shares = WorkShares(
            workers: [standing(music, nil)], readers: [standing(away, 5_000), standing(music, nil)])
        #expect(shares.held == [away])
        #expect(shares.silent == [away])
        #expect(shares.wanted(size: 2) == 2)
    }

    @Test(arguments: [
        ("fuse", true), ("fuse.sshfs", true), ("fuseblk", true), ("virtiofs", true),
        ("fusectl", false), ("ext4", false), ("nfs4", false), ("", false),
    ])
    func `whoever waits for a program cannot be killed`(type: String, isServed: Bool) {
        #expect(
            FileSystemIdentity(type: type, id: "", rootInode: 0).isServedByProgram == isServed)
    }
}
