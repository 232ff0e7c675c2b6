import Testing

@testable import Indexer

@Suite struct MailboxTests {
    @Test func `messages come in their order, each once`() {
        let mailbox = Mailbox<Int>()
        for number in 1...3 { #expect(mailbox.send(number)) }
        #expect(mailbox.count == 3)
        #expect(Array(mailbox.receive()) == [1, 2, 3])
        #expect(mailbox.takeNow().isEmpty)
        #expect(mailbox.receive(until: .now + .milliseconds(1)).isEmpty)
    }

    @Test func `a closed mailbox hands over what is there and takes nothing more`() {
        let mailbox = Mailbox<Int>()
        mailbox.send(1)
        #expect(Array(mailbox.close()) == [1])
        #expect(!mailbox.send(2), "nobody is going to read it")
        #expect(mailbox.count == 0)
        #expect(mailbox.close().isEmpty)
    }
}
