import CDashboardAssets
import HTTPTypes
import Hummingbird
import NIOCore

/// `/api/openapi.json`: what every route takes and answers. Tests hold the routes against it, and it against them.
func addDescriptionRoute(to router: Router<DashboardContext>) {
    router.only(.get, "/api/openapi.json") { request, _ in
        _ = try QueryParameters(request, knowing: [])
        return Response(
            status: .ok, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: APIDescription.bytes)))
    }
}

/// The description as it stands in the program: OpenAPI 3.1.
enum APIDescription {
    static let bytes: [UInt8] = {
        let asset = dashboard_api().pointee
        return Array(UnsafeBufferPointer(start: asset.bytes, count: asset.length))
    }()
}
