import AudiowatchCore
import LocalDisk
import TestSupport
import Testing

@Suite struct SoundCardsTests {
    @Test func `the holder of a card is read from the kernel's files`() throws {
        let proc = try TemporaryFolder("proc")
        for (path, text) in [
            ("asound/cards", " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n"),
            ("asound/pcm", "00-00: ALC892 Analog : ALC892 Analog : playback 1 : capture 1\n"),
            ("asound/card0/pcm0p/sub0/status", "state: RUNNING\nowner_pid   : 4712\n"),
            ("4712/status", "Name:\taudio\nTgid:\t4711\n"), ("4711/comm", "reaper\n"),
        ] {
            try proc.file(path, Array(text.utf8))
        }
        #expect(
            readSoundCards(below: proc.path).holders == [
                SoundCardHolder(
                    card: "HDA Intel PCH", device: "ALC892 Analog", pid: 4711, program: "reaper",
                    kind: .alone)
            ])
        try proc.file("asound/card0/pcm0p/sub0/status", Array("closed\n".utf8))
        #expect(readSoundCards(below: proc.path).holders == [])
    }

    @Test func `a machine without ALSA has no card that is held`() throws {
        let proc = try TemporaryFolder("proc")
        #expect(readSoundCards(below: proc.path).holders == [])
    }
}
