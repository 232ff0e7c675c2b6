import AudiowatchCore
import Foundation
import TestSupport
import Testing

@testable import SQLiteCatalog

/// What a first scan costs the writer. Counted in CPU time of this process, so that a busy machine does not
/// matter; the line it prints is for `scripts/bench`, the bound only catches an accident.
@Suite(.serialized)
struct WriterCostTests {
    static let files = 20_000
    static let batch = 500

    @Test func `twenty thousand new files cost little each`() throws {
        let shelf = try Shelf()
        let folders = WriterCostTests.files / 20
        try shelf.report(
            (0..<folders).map { number in
                .directoryFound(
                    Directory.ID(rawValue: Int64(number + 2)), parent: Shelf.root,
                    name: FileName("folder \(number)"), inode: Int64(number + 1_000_000), born: 1)
            })
        let places = (0..<WriterCostTests.files).map { number in
            shelf.place(FileName("Take \(number) of a song.wav"), in: Int64(2 + number / 20))
        }
        let start = cpuSeconds()
        for first in stride(from: 0, to: places.count, by: WriterCostTests.batch) {
            try shelf.report(
                places[first..<first + WriterCostTests.batch].map {
                    .look(JobRequest(.examine, source: shelf.source, place: $0, priority: .scan))
                })
        }
        let queued = cpuSeconds()
        var inWriter = 0.0
        var number: Int64 = 0
        while true {
            let jobs = try shelf.catalog.readyJobs(
                limit: WriterCostTests.batch, excluding: [], at: CatalogTime(microseconds: 1))
            if jobs.isEmpty { break }
            let results = jobs.map { job in
                number += 1
                return shelf.finished(
                    job,
                    .bytes(
                        UInt64(number) &* 0x9e37_79b9_7f4a_7c15,
                        .of(inode: 5_000_000 + number, size: 400_000 + number),
                        .wav(Double(number % 600))))
            }
            let before = cpuSeconds()
            try shelf.finish(results)
            inWriter += cpuSeconds() - before
        }
        #expect(try shelf.number("SELECT files FROM sources") == Int64(WriterCostTests.files))
        let queue = (queued - start) / Double(WriterCostTests.files) * 1e6
        let each = inWriter / Double(WriterCostTests.files) * 1e6
        let bytes =
            try shelf.number(
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
        print(
            """
            writer: \(Int(queue)) µs to queue a file, \(Int(each)) µs to catalogue it, \
            \(bytes / Int64(WriterCostTests.files)) bytes a file
            """)
        #expect(each < 2_000)
    }

    @Test func `asking what is unchanged reads quickly`() throws {
        let shelf = try Shelf()
        for first in 0..<20 {
            let places = (0..<100).map { shelf.place(FileName("\(first)-\($0).wav")) }
            try shelf.writer.enqueue(
                places.map {
                    JobRequest(.examine, source: shelf.source, place: $0, priority: .scan)
                })
            let jobs = try shelf.catalog.readyJobs(
                limit: 100, excluding: [], at: CatalogTime(microseconds: 1))
            try shelf.finish(
                jobs.enumerated().map {
                    let number = Int64(first * 100 + $0.offset)
                    return shelf.finished(
                        $0.element, .bytes(UInt64(number), .of(inode: 10 + number)))
                })
        }
        let start = cpuSeconds()
        let files = try shelf.catalog.folder(Shelf.root).files
        #expect(files.count == 2_000)
        print("reader: \(Int((cpuSeconds() - start) / 2_000 * 1e9)) ns to read a file's row")
    }

    private func cpuSeconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
