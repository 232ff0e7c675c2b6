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

    /// The next request and its file; nil when the worker is gone or does not speak this language.
    func receive() -> (Request, CInt)? {
        var descriptor: CInt = -1
        let count = audiowatch_receive(
            AUDIOWATCH_HELPER_SOCKET, room.baseAddress, room.count, &descriptor)
        guard count > 0, descriptor >= 0,
            let request = Request(UnsafeRawBufferPointer(rebasing: room[..<count]))
        else {
            return nil
        }
        return (request, descriptor)
    }
}
