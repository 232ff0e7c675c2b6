import Foundation
import TestSupport
import Testing

/// The page over a large catalogue: the list is as quick in its depth as at its top.
extension BrowserTests {
    /// Files that are prepared, apart from the one that was really read.
    private var count: Int { 100_000 }

    /// Rows as the daemon itself would have written them, of a source that is away: nothing is looked for.
    private func prepare(_ world: World) throws {
        let first = try RunningDaemon(world)
        try first.sync()
        try first.terminate()
        try Disk.move(try world.source(), to: DiskPath(world.folder.appending("unplugged")))
        let database = try DatabaseFile(world.database, writing: true)
        try database.execute(
            """
            BEGIN;
            INSERT INTO contents (id, fingerprint, size, duration, sample_rate, channels, bit_depth,
                format, codec, base_name)
            WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
            SELECT i + 1000, i, 4000 + i, 1.5, 44100, 2, 16, 'wav', 'pcm_s16le',
                printf('sound %06d', i) FROM n;
            INSERT INTO files (id, directory_id, name, source_id, content_id, size, modified,
                changed, inode, born, examined_at)
            SELECT contents.id, directories.id, printf('sound %06d.wav', contents.id - 1000),
                source_id, contents.id, size, 1700000000, 0, contents.id, 1, 1
            FROM contents, directories WHERE contents.id > 1000 AND parent_id IS NULL;
            UPDATE contents SET primary_file_id = id WHERE id > 1000;
            COMMIT;
            """)
    }

    @Test func `a hundred thousand rows are reached wherever they are`() throws {
        if let missing = Browser.missing {
            print("skipped: \(missing) is not installed (Debian: chromium chromium-driver curl)")
            return
        }
        let world = try World("hundred-thousand")
        try Disk.write(Sounds.wav(1), to: world.source() / "first.wav")
        try prepare(world)
        let daemon = try RunningDaemon(world)
        let browser = try Browser()
        let page = try #require(try daemon.status()["page"].string)
        try until("the index is filled") {
            try browser.open(page)
            try browser.wait(for: "document.querySelector('.row:not([hidden]):not(.blank)')")
            return try browser.value("return document.querySelector('.list').ariaRowCount").string
                == "\(count + 2)"
        }
        // What was found last stands on top: each row's place says its name.
        let wrong = """
            [...document.querySelectorAll('.row:not([hidden])')].filter((row) => {
                const place = Number(row.ariaRowIndex) - 2;
                const number = String(\(count) - place).padStart(6, '0');
                return row.classList.contains('blank')
                    || row.querySelector('.c-name').textContent !== (place === \(count) ? 'first.wav' : `sound ${number}.wav`);
            }).length
            """
        for share in [0.0, 0.37, 0.9, 0.001, 1] {
            try browser.value(
                """
                const list = document.querySelector('.list');
                list.scrollTop = arguments[0] * (list.scrollHeight - list.clientHeight);
                """, [share])
            let place = Int(share * Double(count))
            try browser.wait(
                for: """
                    [...document.querySelectorAll('.row:not([hidden])')]
                        .some((row) => Math.abs(row.ariaRowIndex - arguments[0]) < 60) && \(wrong) === 0
                    """, [place])
            #expect(
                try browser.value("return document.querySelectorAll('.row').length").integer
                    ?? .max < 200)
        }
        // And by keys: from the end a page up.
        try browser.press(Key.down, Key.end)
        try browser.wait(
            for: """
                document.querySelector('.row[aria-selected=true]')?.ariaRowIndex === '\(count + 2)'
                """)
        try browser.press("\u{E00E}")
        try browser.wait(
            for: """
                Number(document.querySelector('.row[aria-selected=true]')?.ariaRowIndex) < \(count)
                    && \(wrong) === 0
                """)
        // What is away cannot be played, and the player says so.
        #expect(
            try browser.value("return document.getElementById('player-name').textContent").string?
                .contains("not there") == true)
        let errors = try browser.errors().filter { !$0.contains("/f") || !$0.contains(" 503 ") }
        #expect(errors == [])
    }
}
