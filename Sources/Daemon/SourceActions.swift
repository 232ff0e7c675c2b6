import AudiowatchCore
import LocalDisk
import Settings
import SystemPackage

/// What the outside asks of the sources: an edit of the configuration file, as the commands make it, which is then
/// taken over.
struct SourceActions: Sendable {
    let setup: DaemonSetup
    let keeper: ConfigurationKeeper

    private var editor: ConfigurationEditor {
        ConfigurationEditor(file: setup.file, paths: setup.paths)
    }

    func add(_ request: AddSourceRequest) async throws -> SourceAnswer {
        let advice = try await advice(on: request.path)
        if !advice.canBeAdded, advice.remarks.first?.kind == .notFolder {
            throw ControlError(.badRequest, advice.remarks[0].message)
        }
        let added = try await edit { editor in
            try editor.addSource(try editor.folder(request.path), name: request.name)
        }
        return SourceAnswer(
            source: added.name, isChanged: added.isNew, reload: await keeper.reload())
    }

    func remove(_ request: RemoveSourceRequest) async throws -> SourceAnswer {
        try await edit { try $0.removeSource(request.source) }
        return SourceAnswer(source: request.source, isChanged: true, reload: await keeper.reload())
    }

    func set(_ request: SetSourceRequest) async throws -> SourceAnswer {
        try await edit { try $0.setSource(request.source, request.key, to: request.values) }
        return SourceAnswer(source: request.source, isChanged: true, reload: await keeper.reload())
    }

    /// What is to be said of a folder before it becomes a source. Looks at the disk, for a moment at the most.
    func advice(on text: String) async throws -> FolderAdvice {
        do {
            let folder = try editor.folder(text)
            let sources = keeper.configuration.sources
            return FolderAdvice(
                folder, name: editor.name(for: folder, besides: sources),
                found: await SourceActions.look(at: folder), among: sources)
        } catch {
            let message = error.findings.map(\.message).joined(separator: "; ")
            return FolderAdvice(unusable: text, message)
        }
    }

    /// How long a disk may take to say what stands at a path.
    private static let patience: Duration = .seconds(2)

    private static func look(at folder: FilePath) async -> FolderAdvice.Look {
        let answers = AsyncStream<FolderAdvice.Look>.makeStream()
        let timer = Task {
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            answers.continuation.yield(.silent)
        }
        defer { timer.cancel() }
        Task.detached {
            let look = await offPool { lookNow(at: folder) }
            answers.continuation.yield(look)
        }
        for await answer in answers.stream { return answer }
        return .silent
    }

    private static func lookNow(at folder: FilePath) -> FolderAdvice.Look {
        let mount = try? MountTable.read().mount(of: folder)
        return DiskCalls.byCourier(when: mount?.isServedByProgram ?? false) {
            do throws(DiskError) {
                _ = try OpenDirectory.open(folder)
                return .folder(fileSystem: mount?.type)
            } catch {
                if error.isMissing { return .missing }
                if error.isNotDirectory { return .notFolder }
                return error.isForbidden ? .forbidden : .silent
            }
        }
    }

    private func edit<Value: Sendable>(
        _ body: @escaping @Sendable (ConfigurationEditor) throws -> Value
    ) async throws -> Value {
        do {
            return try await offPool { [editor = self.editor] in try body(editor) }
        } catch let error as SettingsError {
            throw ControlError(error)
        }
    }
}

extension ControlError {
    /// Why an edit was not made.
    fileprivate init(_ error: SettingsError) {
        let message = error.findings.map { finding in
            (finding.line.map { "line \($0): " } ?? "") + finding.message
        }.joined(separator: "; ")
        switch error.reason {
        case .refused: self.init(.conflict, message)
        case .syntax, .invalid:
            self.init(
                .conflict, "\(error.file.display) is not right: \(message)",
                hint: "mend it there first; `audiowatch config check` shows all that is wrong")
        case .missing, .unreadable, .unwritable:
            self.init(.unavailable, "\(error.file.display): \(message)")
        }
    }
}
