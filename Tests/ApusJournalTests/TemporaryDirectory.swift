import Glibc

/// A directory of the disk that is gone after the test.
struct TemporaryDirectory: ~Copyable {
  let path: String

  init() {
    var template = Array("/tmp/apus-journal-XXXXXX".utf8CString)
    precondition(unsafe mkdtemp(&template) != nil, "no temporary directory: error \(errno)")
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    guard let stream = unsafe opendir(path) else { return }
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      unsafe unlink(path + "/" + name)
    }
    unsafe closedir(stream)
    unsafe rmdir(path)
  }
}
