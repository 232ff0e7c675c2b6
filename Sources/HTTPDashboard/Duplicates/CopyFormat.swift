import AudiowatchCore
import HTTPTypes
import Hummingbird
import NIOCore
import SQLiteCatalog

/// The ways in which the copies that may go are handed out. Nothing is deleted here.
enum CopyFormat: String, CaseIterable {
    /// Paths, a NUL after each: for `xargs -0`.
    case nul
    /// A table with a head, as RFC 4180 has it.
    case csv
    /// One object.
    case json
    /// A script that proves each copy again and moves it to the trash: see ``CopyScript``.
    case sh

    /// Reads the parameter.
    init(_ text: String?) throws(ControlError) {
        guard let format = text.flatMap(CopyFormat.init(rawValue:)) else {
            throw ControlError(
                .badRequest, "\"format\" is no format of a list",
                hint: "it takes " + CopyFormat.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = format
    }

    /// The copies of `catalog` as a file to be saved. Blocks.
    func response(_ catalog: Catalog) throws -> Response {
        var copies: [ChosenCopy] = []
        try catalog.chosenCopies { copy in
            copies.append(copy)
            return true
        }
        let name = "attachment; filename=\"audiowatch-copies.\(ending)\""
        if self == .json {
            var response = try JSONBody.response(CopyList(copies))
            response.headers[.contentDisposition] = name
            return response
        }
        return Response(
            status: .ok, headers: [.contentType: type, .contentDisposition: name],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes(copies))))
    }

    private func bytes(_ copies: [ChosenCopy]) -> [UInt8] {
        switch self {
        case .nul: copies.flatMap { $0.path.bytes + [0] }
        case .csv: Array(CopyTable.text(copies).utf8)
        case .sh: CopyScript.bytes(copies)
        case .json: []
        }
    }

    private var ending: String {
        switch self {
        case .nul: "txt"
        case .csv, .json, .sh: rawValue
        }
    }

    private var type: String {
        switch self {
        case .nul, .sh: "application/octet-stream"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .json: "application/json; charset=utf-8"
        }
    }
}

/// The copies as JSON.
private struct CopyList: Encodable {
    struct Copy: Encodable {
        var content: Content.ID
        var file: File.ID
        var path: String
        var pathBase64: String?
        var kept: String
        var keptBase64: String?
        var size: Int64
        var source: String

        enum CodingKeys: String, CodingKey {
            case content, file, path
            case pathBase64 = "path_base64"
            case kept
            case keptBase64 = "kept_base64"
            case size, source
        }
    }

    var copies: [Copy]

    init(_ copies: [ChosenCopy]) {
        self.copies = copies.map { copy in
            Copy(
                content: copy.content, file: copy.file, path: copy.path.text,
                pathBase64: copy.path.base64, kept: copy.kept.text,
                keptBase64: copy.kept.base64, size: copy.size, source: copy.source)
        }
    }
}

/// The copies as a table.
private enum CopyTable {
    static func text(_ copies: [ChosenCopy]) -> String {
        let head = ["path", "path_base64", "kept", "kept_base64", "size", "source", "content"]
        let rows = copies.map { copy in
            [
                copy.path.text, copy.path.base64 ?? "", copy.kept.text, copy.kept.base64 ?? "",
                "\(copy.size)", copy.source, "\(copy.content.rawValue)",
            ]
        }
        return ([head] + rows).map { CSVText.row($0) }.joined()
    }
}
