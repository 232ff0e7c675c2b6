import AudiowatchCore
import Testing

struct FileDifferencesTests {
    private func stamp(_ size: Int64) -> Stamp {
        Stamp(size: size, modified: 1, changed: 1, inode: 1, born: 1)
    }

    private func known(_ size: Int64) -> KnownFile {
        KnownFile(
            id: File.ID(rawValue: 1), stamp: stamp(size),
            examinedAt: CatalogTime(microseconds: 1))
    }

    @Test func `a file too small to count is looked at where a bigger one is known or asked for`() {
        let known = KnownFolder(
            files: ["known.wav": known(2000)],
            asked: ["asked.wav", "gone.wav"])
        let listed = ["known.wav", "asked.wav", "new.wav"].map { (FileName($0), stamp(500)) }
        let differences = FileDifferences(
            listed: listed, known: known, on: .local, minimum: 1024)
        #expect(differences.changed == ["known.wav", "asked.wav"])
        #expect(differences.vanished == ["gone.wav"])
    }
}
