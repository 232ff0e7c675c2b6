import TestSupport
import Testing

/// Lengths that no header says are estimates at first, and exact once the queue is empty.
@Suite(.onThreads) struct CountedLengthTests {
    @Test func `Once the queue is empty every length is the decoded one`() throws {
        let world = try World("counted")
        let root = try world.source()
        let cases = [
            ("vbr.mp3", "mp3", "-c:a libmp3lame -q:a 5 -write_xing 0"),
            ("cbr.mp3", "mp3", "-c:a libmp3lame -b:a 64k -write_xing 0 -id3v2_version 0"),
            ("low.mp3", "mp3", "-c:a libmp3lame -ar 22050 -q:a 6 -write_xing 0"),
            ("a.mp2", "mp2", "-c:a mp2"), ("a.aac", "aac", "-c:a aac -f adts"),
        ]
        for (name, ending, words) in cases {
            let encoding = words.split(separator: " ").map(String.init)
            // Half a tone and half near silence: the mean bit rate of the beginning is not the whole's.
            let sound = Sound(
                seconds: 40, channels: 2,
                encoding: ["-af", "volume=0:enable='gte(t,8)'"] + encoding)
            try Disk.write(Sounds.bytes(sound, ending), to: root / name)
        }
        try world.succeed("scan", "--wait")
        try world.expectEqualToDisk("first scan")
        let views = try world.views()
        for (name, _, _) in cases {
            let truth = try decodedSeconds(of: root / name)
            let found = views.row(of: root / name)?.duration
            #expect(
                isRight(found, truth: truth), "\(name): \(String(describing: found)), not \(truth)")
        }
        #expect(try world.estimates() == 0)
    }
}

extension World {
    /// Contents whose length is an estimate.
    fileprivate func estimates() throws -> Int? {
        try DatabaseFile(database).rows("SELECT count(*) FROM contents WHERE estimated = 1")
            .first?.first?.integer
    }
}
