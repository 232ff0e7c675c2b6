import AudiowatchCore
import Testing

@Suite struct UnreadWritesTests {
    private let start = ContinuousClock.now

    private func place(_ name: String, in directory: Int64 = 1) -> Place {
        Place(Directory.ID(rawValue: directory), FileName(name))
    }

    private func change(
        _ kind: EntryChange, _ name: String, in directory: Int64 = 1, cookie: UInt32 = 0
    ) -> Change {
        .entry(
            source: Source.ID(rawValue: directory), directory: Directory.ID(rawValue: directory),
            name: FileName(name), kind: kind, isDirectory: false, cookie: cookie)
    }

    @Test func `what was written is unread until a later look has read it`() {
        var writes = UnreadWrites()
        #expect(!writes.mayHide(place("a"), at: start))
        writes.note(change(.written, "a"), at: start + .seconds(1))
        #expect(writes.mayHide(place("a"), at: start + .seconds(1)))
        #expect(!writes.mayHide(place("b"), at: start + .seconds(1)))
        // A look that began before the news may have read the old bytes.
        writes.read(place("a"), since: start)
        #expect(writes.mayHide(place("a"), at: start + .seconds(2)))
        writes.read(place("a"), since: start + .seconds(1))
        #expect(!writes.mayHide(place("a"), at: start + .seconds(2)))
    }

    @Test func `the mark follows the file from name to name and from source to source`() {
        var writes = UnreadWrites()
        writes.note(change(.attributes, "a"), at: start)
        writes.note(change(.movedFrom, "a", cookie: 7), at: start)
        writes.note(change(.movedTo, "b", in: 2, cookie: 7), at: start)
        writes.note(change(.movedFrom, "b", in: 2, cookie: 8), at: start)
        writes.note(change(.movedTo, "c", in: 3, cookie: 8), at: start)
        #expect(writes.mayHide(place("c", in: 3), at: start))
        // Its first name keeps it too: a second name of the file is told of by no cookie.
        #expect(writes.mayHide(place("a"), at: start))
    }

    @Test func `a file that nobody wrote to is renamed without a mark`() {
        var writes = UnreadWrites()
        writes.note(change(.created, "a"), at: start)
        writes.note(change(.movedFrom, "a", cookie: 7), at: start)
        writes.note(change(.movedTo, "b", cookie: 7), at: start)
        #expect(!writes.mayHide(place("b"), at: start))
    }

    @Test func `after a minute a name is forgotten`() {
        var writes = UnreadWrites()
        writes.note(change(.written, "a"), at: start)
        #expect(writes.mayHide(place("a"), at: start + .seconds(59)))
        #expect(!writes.mayHide(place("a"), at: start + .seconds(60)))
    }

    @Test func `more names than are kept, and lost news, leave every name in doubt for a while`() {
        var writes = UnreadWrites()
        for number in 0...UnreadWrites.capacity {
            writes.note(change(.written, "\(number)"), at: start)
        }
        #expect(writes.mayHide(place("other"), at: start + .seconds(1)))
        #expect(!writes.mayHide(place("other"), at: start + .seconds(61)))
        writes.note(.overflow, at: start + .seconds(100))
        #expect(writes.mayHide(place("other"), at: start + .seconds(101)))
    }

    @Test func `news of a write that come when the file is known under its new name have it read`()
    {
        var writes = UnreadWrites()
        let file = WatchedFile(Source.ID(rawValue: 2), place("b", in: 2))
        let mayKnow = writes.mayKnow(file, by: place("a"), at: start)
        #expect(mayKnow && !writes.mustBeRead(file.place, at: start))
        let lookedAt = writes.note(change(.written, "a"), at: start)
        #expect(lookedAt == file && writes.mustBeRead(file.place, at: start))
        let again = writes.note(change(.attributes, "a"), at: start)
        #expect(again == nil)
        writes.note(change(.movedFrom, "a", cookie: 7), at: start)
        // Renamed once more before anybody read it.
        let next = WatchedFile(file.source, place("c", in: 2))
        let mayKnowNext = writes.mayKnow(next, by: file.place, at: start)
        #expect(!mayKnowNext)
        writes.read(file.place, since: start + .seconds(1))
        #expect(!writes.mustBeRead(file.place, at: start + .seconds(1)))
    }

    @Test(arguments: [EntryChange.movedFrom, .deleted])
    func `news of another file under the former name have nothing read`(kind: EntryChange) {
        var writes = UnreadWrites()
        let file = WatchedFile(Source.ID(rawValue: 2), place("b", in: 2))
        let mayKnow = writes.mayKnow(file, by: place("a"), at: start)
        writes.note(change(kind, "a", cookie: 7), at: start)
        let lookedAt = writes.note(change(.written, "a"), at: start)
        #expect(mayKnow && lookedAt == nil)
        #expect(!writes.mustBeRead(file.place, at: start))
    }

    @Test func `late news of two renames and a write in between have the file read`() {
        var writes = UnreadWrites()
        let file = WatchedFile(Source.ID(rawValue: 1), place("c"))
        let mayKnow = writes.mayKnow(file, by: place("b"), at: start)
        writes.note(change(.movedFrom, "a", cookie: 7), at: start)
        writes.note(change(.movedTo, "b", cookie: 7), at: start)
        let lookedAt = writes.note(change(.written, "b"), at: start)
        #expect(mayKnow && lookedAt == file && writes.mustBeRead(file.place, at: start))
    }

    @Test func `a write carried along by late news has the file read under its last name`() {
        var writes = UnreadWrites()
        let file = WatchedFile(Source.ID(rawValue: 1), place("c"))
        let mayKnow = writes.mayKnow(file, by: place("a"), at: start)
        writes.note(change(.written, "b"), at: start)
        writes.note(change(.movedFrom, "b", cookie: 8), at: start)
        let lookedAt = writes.note(change(.movedTo, "c", cookie: 8), at: start)
        #expect(mayKnow && lookedAt == file)
    }
}
