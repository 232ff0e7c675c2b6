import Foundation

/// Processes that this one started. proc(5)
func children(of process: Int32) throws -> [Int32] {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").flatMap {
        let path = "/proc/\(process)/task/\($0)/children"
        return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
            .split(separator: " ").compactMap {
                Int32($0.trimmingCharacters(in: .whitespacesAndNewlines))
            }
    }
}

/// True when it is gone, or a zombie that its parent has not asked for yet. proc(5)
func isDead(_ process: Int32) -> Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8) else {
        return true
    }
    return text.contains("State:\tZ")
}
