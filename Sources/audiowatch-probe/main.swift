import CFFmpeg
import Glibc
import ProbeWire

/// The helper that reads hostile bytes in C, so that the daemon need not. One thread, no Foundation, one
/// file at a time; it knows no paths and can open nothing. Its end is the end of its socket.
private func serve() -> CInt {
    av_log_set_level(AV_LOG_QUIET)
    // Everything that needs the file system has happened by now: the loader has brought every library, libav
    // has its tables in them, and the slot is mapped.
    guard let slot = Slot(), let channel = Channel() else { return EX_OSERR }
    let hello = Walls.build()
    guard channel.send({ hello.write(to: &$0) }) else { return EX_OK }
    let listening = Listening()
    while let (wish, descriptor) = channel.receive() {
        Walls.limitProcessorTime()
        let isSent: Bool
        switch wish {
        case .properties(let request):
            let file = FileBytes(request: request, slot: slot, descriptor: descriptor)
            let answer = Examination.answer(request, file)
            close(descriptor)
            isSent = channel.send { answer.write(to: &$0) }
        case .stretch(let request):
            let answer = listening.answer(request, descriptor)
            isSent = channel.send { answer.write(to: &$0) }
        }
        guard isSent else { break }
    }
    return EX_OK
}

exit(serve())
