import Foundation

/// Measures what a shell cannot: see `Measurement` for the parts, `scripts/bench` for their use.
do {
    let figures = try Measurement.perform(Array(CommandLine.arguments.dropFirst()))
    for (name, value) in figures { print(name, value) }
} catch {
    FileHandle.standardError.write(Data("audiowatch-bench: \(error)\n".utf8))
    exit(1)
}
