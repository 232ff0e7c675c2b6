import Foundation
import Testing

@testable import MemorySearch

/// A column of numbers is an array, wherever it is kept.
@Suite struct NumbersTests {
    @Test(arguments: [true, false])
    func `a column says what an array would say`(isInFile: Bool) {
        var random = SystemRandomNumberGenerator()
        var numbers = Numbers<UInt32>(in: isInFile ? Array(NSTemporaryDirectory().utf8) : nil)
        var array: [UInt32] = []
        // More than wait in memory, several times over.
        for round in 0..<40_000 {
            let number = UInt32.random(in: 0...9, using: &random)
            if array.isEmpty || round % 3 != 0 {
                numbers.append(number)
                array.append(number)
            } else {
                let place = Int.random(in: array.indices, using: &random)
                numbers[place] = number
                array[place] = number
            }
            if round % 9_973 == 0 {
                #expect(numbers.withUnsafeBufferPointer { Array($0) } == array)
                numbers.flush()
            }
        }
        #expect(numbers.count == array.count)
        #expect(array.indices.allSatisfy { numbers[$0] == array[$0] })
        #expect(numbers.withUnsafeBufferPointer { Array($0) } == array)
        numbers.flush()
        #expect(numbers.withUnsafeBufferPointer { Array($0) } == array)
    }

    @Test func `what a folder cannot hold is kept in memory`() {
        var numbers = Numbers<UInt8>(in: Array("/proc".utf8))
        numbers.append(repeating: 7, count: 100_000)
        numbers.flush()
        #expect(numbers.withUnsafeBufferPointer { $0.count { $0 == 7 } } == 100_000)
    }
}
