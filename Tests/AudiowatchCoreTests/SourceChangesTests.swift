import AudiowatchCore
import SystemPackage
import Testing

/// What it takes to go from one plan of sources to another.
@Suite struct SourceChangesTests {
    private static func plan(
        _ sources: [Source], minimum: Int64 = 1_024, rescan: Duration = .seconds(86_400),
        chosen: Set<String> = []
    ) -> SourcePlan {
        SourcePlan(
            sources: sources, withChosenReading: chosen,
            rules: ScanRules(extensions: [Array("wav".utf8)], minimumSize: minimum, exclude: []),
            rescanInterval: rescan, pollInterval: .seconds(900))
    }

    private let drums = Source(name: "drums", path: "/music/drums")
    private let vocals = Source(name: "vocals", path: "/music/vocals")

    @Test func `the same plan takes nothing`() {
        let plan = Self.plan([drums, vocals])
        #expect(SourceChanges(from: plan, to: plan).isEmpty)
    }

    @Test func `one more and one less touch no other`() {
        let changes = SourceChanges(from: Self.plan([drums]), to: Self.plan([vocals]))
        #expect(changes.added == ["vocals"])
        #expect(changes.removed == ["drums"])
        #expect(changes.begunAnew.isEmpty && changes.retimed.isEmpty)
        let more = SourceChanges(from: Self.plan([drums]), to: Self.plan([drums, vocals]))
        #expect(more.added == ["vocals"])
        #expect(more.removed.isEmpty && more.begunAnew.isEmpty && !more.isReordered)
    }

    @Test(arguments: [
        Source(name: "drums", path: "/elsewhere"),
        Source(name: "drums", path: "/music/drums", isEnabled: false),
        Source(name: "drums", path: "/music/drums", exclude: ["*.bak"]),
        Source(name: "drums", path: "/music/drums", reading: .names),
        Source(name: "drums", path: "/music/drums", followsSymlinks: true),
    ])
    func `another folder, or other names in it, begins a source anew`(changed: Source) {
        let changes = SourceChanges(
            from: Self.plan([drums, vocals]), to: Self.plan([changed, vocals]))
        #expect(changes.begunAnew == ["drums"])
        #expect(changes.added.isEmpty && changes.removed.isEmpty && changes.relabelled.isEmpty)
    }

    @Test func `read written down is another thing than read left to the file system`() {
        let changes = SourceChanges(
            from: Self.plan([drums]), to: Self.plan([drums], chosen: ["drums"]))
        #expect(changes.begunAnew == ["drums"])
    }

    @Test func `rules for all sources begin every one anew`() {
        let changes = SourceChanges(
            from: Self.plan([drums, vocals]), to: Self.plan([drums, vocals], minimum: 1))
        #expect(changes.begunAnew == ["drums", "vocals"])
    }

    @Test func `a role changes rows alone, an interval times alone`() {
        var backup = drums
        backup.role = .backup
        let role = SourceChanges(from: Self.plan([drums]), to: Self.plan([backup]))
        #expect(role.relabelled == ["drums"])
        #expect(role.begunAnew.isEmpty && role.retimed.isEmpty && !role.isEmpty)
        var often = drums
        often.rescanInterval = .seconds(60)
        let times = SourceChanges(
            from: Self.plan([drums, vocals]), to: Self.plan([often, vocals]))
        #expect(times.retimed == ["drums"])
        #expect(times.begunAnew.isEmpty)
        let all = SourceChanges(
            from: Self.plan([drums, vocals]), to: Self.plan([drums, vocals], rescan: .seconds(60)))
        #expect(all.retimed == ["drums", "vocals"])
    }

    @Test func `a source inside another begins the outer one anew, and no other`() {
        let outer = Source(name: "all", path: "/music")
        let apart = Source(name: "apart", path: "/apart")
        let without = Self.plan([outer, apart])
        let with = Self.plan([outer, apart, drums])
        #expect(SourceChanges(from: without, to: with).begunAnew == ["all"])
        #expect(SourceChanges(from: with, to: without).begunAnew == ["all"])
    }

    @Test func `two names that change their folders are both begun anew`() {
        let changes = SourceChanges(
            from: Self.plan([drums, vocals]),
            to: Self.plan([
                Source(name: "drums", path: vocals.path), Source(name: "vocals", path: drums.path),
            ]))
        #expect(changes.begunAnew == ["drums", "vocals"])
    }

    @Test func `another order is told, and touches nothing`() {
        let changes = SourceChanges(
            from: Self.plan([drums, vocals]), to: Self.plan([vocals, drums]))
        #expect(changes.isReordered && !changes.isEmpty)
        #expect(changes.begunAnew.isEmpty)
    }
}
