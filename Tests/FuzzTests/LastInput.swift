import Foundation

/// The input that is being tried, in a file that is mapped into memory: it is there after the process has trapped.
final class LastInput {
    static let capacity = 1 << 20

    let file: URL
    private let memory: UnsafeMutableRawBufferPointer
    private var isKept = false
    private var length = 0

    init(_ target: String) throws {
        file = FileManager.default.temporaryDirectory
            .appending(path: "slipway-fuzz-\(target)-\(ProcessInfo.processInfo.processIdentifier)")
        let descriptor = open(file.path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(Self.capacity)) == 0 else {
            throw CocoaError(.fileWriteUnknown)
        }
        let mapped = mmap(nil, Self.capacity, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        close(descriptor)
        guard let mapped, mapped != MAP_FAILED else { throw CocoaError(.fileWriteUnknown) }
        memory = UnsafeMutableRawBufferPointer(start: mapped, count: Self.capacity)
    }

    deinit {
        munmap(memory.baseAddress, memory.count)
    }

    func begin(seed: UInt64, number: UInt64) {
        write(Data("make fuzz SEED=\(seed) INPUT=\(number)\n\n".utf8), at: 0)
    }

    /// Keeps the input, as far as it fits, below the line that makes it again.
    @discardableResult
    func remember<Input: DataProtocol>(_ input: Input) -> Input {
        write(input, at: 64)
        return input
    }

    @discardableResult
    func remember(_ input: String) -> String {
        write(Data(input.utf8), at: 64)
        return input
    }

    private func write(_ bytes: some DataProtocol, at offset: Int) {
        let count = min(bytes.count, memory.count - offset)
        bytes.prefix(count).copyBytes(to: UnsafeMutableRawBufferPointer(rebasing: memory[offset..<(offset + count)]))
        for index in (offset + count)..<max(offset + count, length) { memory[index] = 0 }
        length = offset + count
    }

    /// The file stays.
    func keep() { isKept = true }

    func forget() {
        if !isKept { try? FileManager.default.removeItem(at: file) }
    }
}
