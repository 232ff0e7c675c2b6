import CLinux
import Glibc
import ProbeWire

/// The socket to the worker, on descriptor 3.
final class Channel {
    private var writer = WireWriter()
    private let room: UnsafeMutableRawBufferPointer

    init?() {
        room = .allocate(byteCount: Wire.largestMessage, alignment: 8)
    }

    deinit {
        room.deallocate()
    }

    /// Sends what `message` writes; false when the worker is gone.
    func send(_ message: (inout WireWriter) -> Void) -> Bool {
        writer.clear()
        message(&writer)
        return writer.bytes.withUnsafeBytes {
            audiowatch_send(AUDIOWATCH_HELPER_SOCKET, $0.baseAddress, $0.count, -1) == 0
        }
    }

    /// What a worker may ask for.
    enum Wish {
        /// The properties of a file.
        case properties(Request)
        /// A stretch of its sound.
        case stretch(StretchRequest)
    }

    /// The next request and its file; nil when the worker is gone or does not speak this language.
    func receive() -> (Wish, CInt)? {
        var descriptor: CInt = -1
        let count = audiowatch_receive(
            AUDIOWATCH_HELPER_SOCKET, room.baseAddress, room.count, &descriptor)
        guard count > 0, descriptor >= 0 else { return nil }
        let message = UnsafeRawBufferPointer(rebasing: room[..<count])
        if let request = Request(message) { return (.properties(request), descriptor) }
        return StretchRequest(message).map { (.stretch($0), descriptor) }
    }
}
