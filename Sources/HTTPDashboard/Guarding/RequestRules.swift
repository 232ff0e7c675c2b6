import AudiowatchCore

/// What a web browser says of a request, as far as it decides who may ask. Pure.
///
/// A web page of anybody can make this browser ask this server; it cannot choose these headers.
/// Sources: RFC 9110 §7.2, Fetch §3.2 (Origin), W3C Fetch Metadata.
struct RequestRules: Sendable {
    /// What counts of a request.
    struct Asked: Hashable, Sendable {
        var isReading = true
        var path = "/"
        /// Numeric address that the connection came in on.
        var here: String?
        /// Every `Host` field.
        var hosts: [String] = []
        var origins: [String] = []
        var fetchSites: [String] = []
        var contentType: String?
        var transferCodings: [String] = []
        /// `X-Audiowatch`: no form, image or link sends it, and no other page may.
        var mark: String?
    }

    let names: HostNames

    /// Throws when the request is not to be answered.
    func check(_ asked: Asked) throws(ControlError) {
        guard let host = asked.hosts.first, asked.hosts.count == 1 else {
            throw ControlError(.badRequest, "a request names its host exactly once")
        }
        // The parser tells of a body in another coding only after its head, when it would be too late.
        guard asked.transferCodings.isEmpty || asked.transferCodings == ["chunked"] else {
            throw ControlError(.badRequest, "a body comes as it is, or chunked")
        }
        guard names.allow(authority: host, here: asked.here) else { throw misdirected(host) }
        // The page itself may be the goal of a link anywhere.
        if asked.path != "/" || !asked.isReading {
            for site in asked.fetchSites where site != "same-origin" && site != "none" {
                throw ControlError(.forbidden, "another web page must not ask this")
            }
        }
        for origin in asked.origins where !names.allow(origin: origin, here: asked.here) {
            throw ControlError(.forbidden, "another web page must not ask this")
        }
        guard !asked.isReading else { return }
        guard !asked.origins.isEmpty || asked.fetchSites.isEmpty else {
            throw ControlError(.forbidden, "a browser that asks for this says from which page")
        }
        guard asked.mark == "1" else {
            throw ControlError(
                .forbidden, "the header X-Audiowatch is missing", hint: "send X-Audiowatch: 1")
        }
        let type = asked.contentType?.split(separator: ";").first.map {
            $0.trimmed.lowercased()
        }
        guard type == "application/json" || type == "application/x-ndjson" else {
            throw ControlError(
                .unsupportedType, "the body has to be JSON",
                hint: "send Content-Type: application/json")
        }
    }

    private func misdirected(_ host: String) -> ControlError {
        guard let name = HostNames.name(of: host), name.utf8.count <= 253,
            name.utf8.allSatisfy(RequestRules.isPlain)
        else { return ControlError(.misdirected, "this is not the host that was asked for") }
        return ControlError(
            .misdirected, "audiowatch does not answer to the name \(name)",
            hint: "if it should, write in its configuration, under [server]: "
                + "allowed_hosts = [\"\(name)\"]")
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
        }
    }
}

extension Substring {
    /// Without blanks at either end.
    var trimmed: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var result = drop(while: isBlank)
        while let last = result.last, isBlank(last) { result.removeLast() }
        return result
    }
}
