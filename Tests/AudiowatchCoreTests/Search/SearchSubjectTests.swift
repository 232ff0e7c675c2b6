import AudiowatchCore
import Testing

@Suite struct SearchSubjectTests {
    private let moment = SearchMoment(now: 1_716_000_000, offset: 7_200)

    private var subject: SearchSubject {
        func file(_ folder: String, _ name: String, _ source: String) -> SearchSubject.File {
            .init(
                name: SearchedText(name), folder: SearchedText(folder), source: source,
                modified: 1_715_900_000)
        }
        return SearchSubject(
            files: [
                file("Samples/Drums", "Kick 01.wav", "samples"),
                file("Backup/2020", "old kick.wav", "backup"),
            ],
            tags: [(.title, SearchedText("Deep Thump")), (.tag, SearchedText("techno"))],
            format: "wav", numbers: [.duration: 0.5, .sampleRate: 44_100, .copies: 2],
            key: MusicalKey("Am"), states: [.duplicate])
    }

    @Test(arguments: [
        "", "kick", "KICK drums", "thump techno", "old drums", "name:kick", "dir:drums",
        "path:\"drums/kick\"", "title:deep", "tag:techno", "tag:thump", "format:WAV",
        "source:backup", "dur:<1", "rate:44.1k", "copies:2", "key:A_min", "key:8A", "is:duplicate",
        "-loop", "loop OR kick", "-kick OR drums", "-is:near", "-format:mp3", "modified:<7d",
        "modified:2024-05", "modified:2024-05-17", "-bits:24",
    ]) func `is found by`(text: String) throws {
        #expect(try SearchQuery(parsing: text).matches(subject, at: moment))
    }

    @Test(arguments: [
        "snare", "kick snare", "-kick", "name:drums", "dir:kick", "title:techno", "artist:deep",
        "format:mp3", "source:other", "dur:>1", "bits:24", "channels:2", "key:Em", "is:near",
        "is:deleted", "-is:duplicate", "modified:>7d", "modified:2023", "modified:2024-05-18",
        "loop OR snare", "path:\"kick/drums\"",
    ]) func `is not found by`(text: String) throws {
        #expect(try !SearchQuery(parsing: text).matches(subject, at: moment))
    }

    @Test func `deleted ones are found only when asked for`() throws {
        var deleted = subject
        deleted.states = [.deleted]
        #expect(try !SearchQuery(parsing: "kick").matches(deleted, at: moment))
        #expect(try !SearchQuery(parsing: "-is:deleted").matches(deleted, at: moment))
        #expect(try SearchQuery(parsing: "kick is:deleted").matches(deleted, at: moment))
    }

    @Test func `the file shown is the one that the words speak of`() throws {
        let files = subject.files
        #expect(try SearchQuery(parsing: "old").best(of: 2, first: 0) { files[$0] } == 1)
        #expect(try SearchQuery(parsing: "source:backup").best(of: 2, first: 0) { files[$0] } == 1)
        #expect(try SearchQuery(parsing: "kick").best(of: 2, first: 1) { files[$0] } == 1)
        #expect(try SearchQuery(parsing: "").best(of: 2, first: nil) { files[$0] } == 0)
    }

    @Test func `a day of the calendar is a day of local time`() throws {
        let range = try SearchQuery(parsing: "modified:2024-05-17")
        guard case .modified(let day)? = range.clauses.first?.terms.first?.test else {
            Issue.record("\(range)")
            return
        }
        // 2024-05-16 22:30 UTC is half past midnight of the 17th, two hours further east.
        #expect(day.contains(1_715_898_600, now: 0, offset: 7_200))
        #expect(!day.contains(1_715_898_600, now: 0, offset: 0))
    }
}
