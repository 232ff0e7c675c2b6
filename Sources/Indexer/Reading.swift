import AudiowatchCore
import LocalDisk
import ProbeClient
import SQLiteCatalog

/// Reading a file's bytes: fingerprint and probe. See ``Examiner`` for what happens before.
extension Examiner {
    /// How long a file that may still be being written is left alone; the catalogue doubles it.
    static let settlePause: Duration = .seconds(1)

    /// Wall time for the probe of one file. One that computes is stopped by its ten seconds of CPU long
    /// before; this one is for a disk that reads on and on.
    private static let deadline: Duration = .seconds(30)

    func read(
        _ place: Place, in folder: OpenDirectory, _ context: SourceContext
    ) throws -> Examination {
        let now = CatalogClock.wallNanoseconds
        let file: AudioFile
        switch try open(place, in: folder) {
        case .opened(let opened): file = opened
        case .settled(let examination): return examination
        }
        let before = file.opened.stamp
        guard before.size >= context.rules.minimumSize else {
            return .torn(before)
        }
        let (head, tail) = try file.readEnds(chunk: parts.options.chunk, into: helper.slot)
        let wanted = expectedEnds(of: before.size)
        guard head == wanted.head, tail == wanted.tail else {
            return .torn(before)
        }
        let bytes = UnsafeRawBufferPointer(helper.slot)
        let start = UnsafeRawBufferPointer(rebasing: bytes[0..<head])
        let end = UnsafeRawBufferPointer(
            rebasing: bytes[parts.options.chunk..<parts.options.chunk + tail])
        if Container.isAppleDouble(head: start) { return .ignored(.appleDouble) }
        var reading = Examination.Reading(
            stamp: before, isRacy: before.isRacy(at: now, on: traits),
            fingerprint: fingerprint(head: start, tail: end, size: before.size),
            properties: nil, problems: [])
        let result = try probe(file, start, tail: tail, place.name, &reading)
        let after = try file.stamp()
        guard after == before, try isStill(file, at: place.name, in: folder) else {
            return .torn(after)
        }
        return result.map { .failed(.init(problem: $0, reading: reading, isRetryable: true)) }
            ?? .read(reading)
    }

    /// A file open for reading, or what its name alone has settled.
    enum Opening {
        case opened(AudioFile)
        case settled(Examination)
    }

    func open(_ place: Place, in folder: OpenDirectory) throws -> Opening {
        do {
            guard let file = try AudioFile.open(in: folder, name: place.name) else {
                return .settled(.missing)
            }
            filesOpened &+= 1
            return .opened(file)
        } catch .notRegular {
            return .settled(.ignored(.notRegular))
        } catch .disk(let error) {
            throw error
        }
    }

    private func expectedEnds(of size: Int64) -> (head: Int, tail: Int) {
        let chunk = Int64(parts.options.chunk)
        return (Int(min(size, chunk)), size > chunk ? Int(chunk) : 0)
    }

    /// Fills in properties and problems; the answer is a failure that may pass, or nil.
    private func probe(
        _ file: AudioFile, _ head: UnsafeRawBufferPointer, tail: Int, _ name: FileName,
        _ reading: inout Examination.Reading
    ) throws -> Problem? {
        let size = reading.stamp.size
        if try parts.catalog.isKnown(fingerprint: reading.fingerprint, size: size) { return nil }
        guard
            let container = helper.container(
                descriptor: file.descriptor, size: size, head: head.count, name: name)
        else {
            reading.properties = Properties()
            reading.problems = [
                Problem(
                    .notAudio, "its bytes are no audio format that is known here",
                    hint: "rename it, or exclude it in the configuration")
            ]
            return nil
        }
        probes &+= 1
        switch helper.probe(
            descriptor: file.descriptor, size: size, head: head.count, tail: tail,
            container: container, deadline: Examiner.deadline, mayGoOn: mayGoOn)
        {
        case .properties(let properties, let suspects):
            reading.properties = properties
            reading.problems = suspects.map { Problem(.suspect, $0) }
            if !container.acceptsExtension(name) {
                reading.problems.append(
                    Problem(
                        .wrongExtension, "it is \(container.name), whatever its name says",
                        hint: "rename it to .\(container.name)"))
            }
            return nil
        case .notAudio(let reason):
            reading.properties = Properties()
            reading.problems = [Problem(.notAudio, reason)]
            return nil
        case .crashed(let how):
            return Problem(.crashed, "the probe ended on it: \(how)")
        case .timedOut:
            return Problem(.timedOut, "the probe took longer than 30 s, or 10 s of computing")
        case .diskDoesNotAnswer: throw Interruption(reason: "its disk does not answer")
        case .interrupted: throw Interruption(reason: "work is paused")
        case .unavailable(let reason): throw ProbeUnavailable(reason: reason)
        case .noHelper(let error): throw error
        }
    }

    /// True while the name still means the file that was read.
    func isStill(
        _ file: AudioFile, at name: FileName, in folder: OpenDirectory
    ) throws -> Bool {
        try folder.status(of: name)?.identity == file.opened.identity
    }
}

/// The file was let go of before anything was known: the job stays as it is.
struct Interruption: Error {
    let reason: String
}

/// The kernel gives no helper now: nothing about the file.
struct ProbeUnavailable: Error, CustomStringConvertible {
    let reason: String
    var description: String { reason }
}
