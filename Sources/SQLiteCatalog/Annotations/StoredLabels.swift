import AudiowatchCore
import Foundation

/// Labels as the value of an annotation keeps them: a list of texts.
extension Label {
    /// The labels that a stored value says; none where it says none.
    static func list(stored text: String?) -> [Label] {
        guard let text,
            let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        else { return [] }
        return list(value) ?? []
    }

    /// What is stored for labels.
    static func stored(_ labels: [Label]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        let data = try? encoder.encode(labels.map(\.text))
        return String(decoding: data ?? Data("[]".utf8), as: UTF8.self)
    }
}
