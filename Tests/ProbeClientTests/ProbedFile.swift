import AudiowatchCore
import Foundation
import ProbeClient
import SystemPackage
import TestSupport

/// What a worker does with one file, without the catalogue: open, read both ends, name, probe.
func probe(
    _ path: FilePath, with helper: ProbeHelper, deadline: Duration = .seconds(30)
) throws -> (container: Container?, answer: ProbeAnswer?) {
    let file = try FileDescriptor.open(path, .readOnly)
    defer { try? file.close() }
    let size = try file.seek(offset: 0, from: .end)
    let head = try file.read(
        fromAbsoluteOffset: 0,
        into: UnsafeMutableRawBufferPointer(rebasing: helper.slot[..<helper.chunk]))
    var tail = 0
    if size > Int64(helper.chunk) {
        tail = try file.read(
            fromAbsoluteOffset: size - Int64(helper.chunk),
            into: UnsafeMutableRawBufferPointer(rebasing: helper.slot[helper.chunk...]))
    }
    let name = path.fileName ?? ""
    guard
        let container = helper.container(
            descriptor: file.rawValue, size: size, head: head, name: name)
    else {
        return (nil, nil)
    }
    return (
        container,
        helper.probe(
            descriptor: file.rawValue, size: size, head: head, tail: tail, container: container,
            deadline: deadline)
    )
}

/// The properties of a file that must be audio.
func properties(
    _ path: FilePath, with helper: ProbeHelper
) throws -> (properties: Properties, suspects: [String]) {
    guard case .properties(let properties, let suspects) = try probe(path, with: helper).answer
    else {
        throw TestFailure("\(path) was not read as audio")
    }
    return (properties, suspects)
}

/// A fresh helper from the build folder.
func newHelper(chunk: Int = 65_536) throws -> ProbeHelper {
    try ProbeHelper(executable: FilePath(builtProgram("audiowatch-probe")), chunk: chunk)
}

/// What ffprobe says of the first audio stream.
struct Oracle: Equatable {
    var sampleRate: Int?
    var channels: Int?
    var bits: Int?
    var codec: String?

    init(_ path: FilePath) throws {
        let result = try run(
            "/usr/bin/env",
            [
                "ffprobe", "-v", "quiet", "-select_streams", "a:0", "-show_entries",
                "stream=codec_name,sample_rate,channels,bits_per_sample,bits_per_raw_sample", "-of",
                "default=noprint_wrappers=1", path.string,
            ])
        var values: [String: String] = [:]
        for line in result.text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[String(parts[0])] = String(parts[1]) }
        }
        guard let codec = values["codec_name"] else { throw TestFailure("ffprobe: \(path)") }
        self.codec = codec
        sampleRate = values["sample_rate"].flatMap { Int($0) }
        channels = values["channels"].flatMap { Int($0) }
        let raw = values["bits_per_raw_sample"].flatMap { Int($0) } ?? 0
        let coded = values["bits_per_sample"].flatMap { Int($0) } ?? 0
        bits = raw > 0 ? raw : coded > 0 ? coded : nil
    }

    init(_ properties: Properties) {
        sampleRate = properties.sampleRate
        channels = properties.channels
        bits = properties.bitDepth
        codec = properties.codec
    }
}

/// Rewrites some bytes of a file.
func overwrite(_ path: FilePath, at offset: Int64, _ bytes: [UInt8]) throws {
    let file = try FileDescriptor.open(path, .readWrite)
    defer { try? file.close() }
    try file.writeAll(toAbsoluteOffset: offset, bytes)
}

/// Cuts a file to a share of its bytes.
func cut(_ path: FilePath, to share: Double) throws {
    let file = try FileDescriptor.open(path, .readWrite)
    defer { try? file.close() }
    let size = try file.seek(offset: 0, from: .end)
    try file.resize(to: Int64(Double(size) * share))
}

/// Where `word` first stands in a file.
func offset(of word: String, in path: FilePath) throws -> Int64 {
    let data = try Data(contentsOf: URL(fileURLWithPath: path.string))
    guard let range = data.range(of: Data(word.utf8)) else {
        throw TestFailure("no \(word) in \(path)")
    }
    return Int64(range.lowerBound)
}
