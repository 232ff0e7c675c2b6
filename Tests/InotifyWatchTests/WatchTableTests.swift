import AudiowatchCore
import CInotify
import Testing

@testable import InotifyWatch

@Suite struct WatchTableTests {
    private let source = Source.ID(rawValue: 1)
    private func directory(_ number: Int64) -> Directory.ID { Directory.ID(rawValue: number) }
    private func created(_ watch: Int32, _ name: FileName) -> RawEvent {
        RawEvent(watch: watch, mask: UInt32(IN_CREATE), name: name)
    }
    private func change(_ number: Int64, _ name: FileName) -> Change {
        .entry(
            source: source, directory: directory(number), name: name, kind: .created,
            isDirectory: false, cookie: 0)
    }

    @Test func `events that come before their watch is known are told when it is`() {
        var table = WatchTable()
        table.beginAdding()
        #expect(table.translate([created(3, "early")]).isEmpty)
        #expect(table.enter(3, as: directory(30), of: source) == .entered(remove: nil))
        table.endAdding()
        #expect(table.hasReady)
        #expect(
            table.translate([created(3, "later")]) == [change(30, "early"), change(30, "later")])
        #expect(table.unknown == 0)
    }

    @Test func `what is parked when no watch is being made is counted, not kept`() {
        var table = WatchTable()
        table.beginAdding()
        table.beginAdding()
        _ = table.translate([created(3, "a"), created(4, "b")])
        table.endAdding()
        #expect(table.unknown == 0)
        #expect(table.enter(4, as: directory(40), of: source) == .entered(remove: nil))
        table.endAdding()
        #expect(table.unknown == 1)
        #expect(table.translate([created(9, "c")]) == [change(40, "b")])
        #expect(table.unknown == 2)
    }

    @Test func `a watch that nobody wants any more goes, unless somebody else has it`() {
        var table = WatchTable()
        table.beginAdding()
        _ = table.translate([created(3, "early")])
        #expect(table.refuse(3) == .refused(remove: 3))
        #expect(table.enter(4, as: directory(40), of: source) == .entered(remove: nil))
        #expect(table.refuse(4) == .refused(remove: nil))
        table.endAdding()
        #expect(table.isWatched(directory(40)))
        // Its last word is on its way: nobody can have the number meanwhile.
        #expect(table.enter(3, as: directory(30), of: source) == .vanishing)
        #expect(table.translate([created(3, "late"), created(4, "b")]) == [change(40, "b")])
        #expect(table.unknown == 0)
    }

    @Test func `parking is bounded`() {
        var table = WatchTable()
        table.beginAdding()
        let many = Array(repeating: created(3, "a"), count: WatchTable.parkedLimit + 5)
        _ = table.translate(many)
        #expect(table.unknown == 5)
        #expect(table.enter(3, as: directory(30), of: source) == .entered(remove: nil))
        #expect(table.translate([]).count == WatchTable.parkedLimit)
    }

    @Test func `a watch given up is silent until the kernel's last word, and then a stranger`() {
        var table = WatchTable()
        table.beginAdding()
        _ = table.enter(3, as: directory(30), of: source)
        table.endAdding()
        #expect(table.retire(directory(30)) == 3)
        #expect(table.retire(directory(30)) == nil)
        #expect(table.enter(3, as: directory(31), of: source) == .vanishing)
        let last = RawEvent(watch: 3, mask: UInt32(IN_IGNORED))
        #expect(table.translate([created(3, "a"), last]).isEmpty)
        #expect(table.unknown == 0)
        _ = table.translate([created(3, "b")])
        #expect(table.unknown == 1)
    }

    @Test func `an overflow that swallows the last words leaves nothing behind`() {
        var table = WatchTable()
        table.beginAdding()
        _ = table.enter(3, as: directory(30), of: source)
        _ = table.retire(directory(30))
        let overflow = RawEvent(watch: -1, mask: UInt32(IN_Q_OVERFLOW))
        #expect(table.translate([overflow]) == [.overflow])
        #expect(table.enter(3, as: directory(31), of: source) == .vanishing)
        #expect(table.translate([overflow]) == [.overflow])
        #expect(table.enter(3, as: directory(31), of: source) == .entered(remove: nil))
        #expect(table.overflows == 2)
    }

    @Test func `the kernel's last word on a known directory forgets it`() {
        var table = WatchTable()
        table.beginAdding()
        _ = table.enter(3, as: directory(30), of: source)
        let gone = [
            RawEvent(watch: 3, mask: UInt32(IN_UNMOUNT)),
            RawEvent(watch: 3, mask: UInt32(IN_IGNORED)),
        ]
        let told = table.translate(gone)
        #expect(
            told == [
                .directoryItself(source: source, directory: directory(30), kind: .unmounted),
                .directoryItself(source: source, directory: directory(30), kind: .ignored),
            ])
        #expect(table.count == 0)
        #expect(table.count(of: source) == 0)
        #expect(table.retire(directory(30)) == nil)
    }
}
