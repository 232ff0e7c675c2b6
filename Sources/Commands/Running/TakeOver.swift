import ArgumentParser
import AudiowatchCore
import DaemonClient
import Foundation
import Settings

extension GlobalOptions {
    /// Has a running daemon take over the configuration file, which was just edited, and says what came of it.
    func takeOver() throws {
        let answer: ReloadAnswer
        do {
            answer = try daemon().reload()
        } catch DaemonClientError.notRunning {
            return
        } catch {
            say("the running daemon did not take it over: \(error)")
            throw ExitCode.failure
        }
        for line in TakeOverText(answer, file: editor.file.display).lines { say(line) }
        if !answer.configuration.problems.isEmpty { throw ExitCode.failure }
    }
}

/// What a daemon answered to a changed configuration, for people.
struct TakeOverText {
    private let answer: ReloadAnswer
    private let file: String

    /// `file` is the one that was edited.
    init(_ answer: ReloadAnswer, file: String) {
        (self.answer, self.file) = (answer, file)
    }

    var lines: [String] {
        let configuration = answer.configuration
        guard configuration.file == file else {
            return ["the running daemon has another configuration: \(configuration.file)"]
        }
        if let refusal = configuration.refusal { return ["the running daemon: \(refusal)"] }
        return names(answer.added, "watches", "now: audiowatch status")
            + names(answer.removed, "watches", "no longer")
            + names(answer.changed, "has taken over the change of", "")
            + configuration.pending.map { "the running daemon: \($0.text)" }
    }

    private func names(_ names: [String], _ verb: String, _ end: String) -> [String] {
        guard !names.isEmpty else { return [] }
        let text = "the running daemon \(verb) \(names.joined(separator: ", ")) \(end)"
        return [text.trimmingCharacters(in: .whitespaces)]
    }
}
