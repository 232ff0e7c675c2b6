import AudiowatchCore
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Values from request bodies and into answers.
enum JSONBody {
    static func tooLarge(_ limit: Int = ServerLimits.bodyBytes) -> ControlError {
        ControlError(
            .tooLarge, "the request body is longer than \(limit) bytes",
            hint: "ask in several smaller requests")
    }

    /// The bytes of a body, at most `limit` of them.
    static func bytes(
        of body: RequestBody, upTo limit: Int = ServerLimits.bodyBytes
    ) async throws -> ByteBuffer {
        do {
            return try await body.collect(upTo: limit)
        } catch let error as any HTTPResponseError {
            throw error.status == .contentTooLarge
                ? tooLarge(limit) : ControlError(.badRequest, "\(error)")
        } catch let error as CancellationError {
            throw error
        } catch {
            throw ControlError(.badRequest, "the request body ended early or is no HTTP")
        }
    }

    /// The value in a body; an empty body reads as `{}`, so that plain `curl -X POST` works. A key that the
    /// route does not know is refused: a typing mistake must not silently widen a deed.
    static func value<T: Decodable>(
        _ type: T.Type = T.self, knowing keys: Set<String>, in body: RequestBody
    ) async throws -> T {
        let bytes = try await bytes(of: body)
        let data = bytes.readableBytes == 0 ? Data("{}".utf8) : Data(bytes.readableBytesView)
        if let object = try? JSONDecoder().decode([String: JSONValue].self, from: data),
            let unknown = object.keys.sorted().first(where: { !keys.contains($0) })
        {
            throw ControlError(
                .badRequest, "\"\(unknown)\" is no key of this question",
                hint: keys.isEmpty
                    ? "its body is {}" : "it takes " + keys.sorted().joined(separator: ", "))
        }
        do {
            return try JSONDecoder().decode(T.self, from: data)
        } catch let error as DecodingError {
            throw ControlError(.badRequest, sentence(error))
        }
    }

    /// Refuses a body that says anything.
    static func nothing(in body: RequestBody) async throws {
        _ = try await value([String: JSONValue].self, knowing: [], in: body)
    }

    /// An answer holding `value`.
    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws
        -> Response
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try encoder.encode(value)
        return Response(
            status: status, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }

    private static func sentence(_ error: DecodingError) -> String {
        switch error {
        case .typeMismatch(_, let place), .valueNotFound(_, let place):
            "\(name(place)) has the wrong type"
        case .keyNotFound(let key, _):
            "\"\(key.stringValue)\" is missing"
        case .dataCorrupted(let place) where place.codingPath.isEmpty:
            "the request body is not JSON"
        case .dataCorrupted(let place):
            "\(name(place)): \(place.debugDescription)"
        @unknown default:
            "the request body cannot be read"
        }
    }

    private static func name(_ place: DecodingError.Context) -> String {
        let keys = place.codingPath.map { key in key.intValue.map { "\($0)" } ?? key.stringValue }
        return keys.isEmpty ? "the request body" : "\"\(keys.joined(separator: "."))\""
    }
}
