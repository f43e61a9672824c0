import Foundation
import TestSupport
import Testing

@testable import Cluster

@Suite struct AllocationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("Name:\tmien\nCpus_allowed_list:\t0-3,8,10-11\n", to: "proc/self/status")
  }

  private func allocation(_ environment: [String: String] = [:]) -> Allocation {
    Allocation(environment: { environment[$0] }, root: folder.path)
  }

  @Test func coresAreThoseThatTheKernelAllows() {
    #expect(allocation().processors == 7)
    #expect(allocation().memory == nil)
  }

  @Test func slurmSaysWhatATaskHas() {
    let own = allocation(["SLURM_CPUS_PER_TASK": "4", "SLURM_CPUS_ON_NODE": "6", "SLURM_MEM_PER_CPU": "2048"])
    #expect(own.processors == 4 && own.memory == 8 << 30)
    let node = allocation(["SLURM_CPUS_ON_NODE": "2", "SLURM_MEM_PER_NODE": "512"])
    #expect(node.processors == 2 && node.memory == 512 << 20)
    #expect(allocation(["SLURM_CPUS_PER_TASK": "many", "SLURM_MEM_PER_NODE": "0"]).processors == 7)
  }

  @Test func aGroupAndThoseAboveItLimit() throws {
    try folder.write("0::/user/job1\n", to: "proc/self/cgroup")
    try folder.write("250000 100000\n", to: "sys/fs/cgroup/user/cpu.max")
    try folder.write("max 100000\n", to: "sys/fs/cgroup/user/job1/cpu.max")
    try folder.write("max\n", to: "sys/fs/cgroup/memory.max")
    try folder.write("1073741824\n", to: "sys/fs/cgroup/user/job1/memory.max")
    let own = allocation(["SLURM_MEM_PER_NODE": "4096"])
    #expect(own.processors == 3 && own.memory == 1 << 30)
  }

  @Test func groupsOfTheFirstVersionLimitToo() throws {
    try folder.write("5:memory:/job\n4:cpu,cpuacct:/job\n", to: "proc/self/cgroup")
    try folder.write("100000\n", to: "sys/fs/cgroup/cpu/job/cpu.cfs_quota_us")
    try folder.write("100000\n", to: "sys/fs/cgroup/cpu/job/cpu.cfs_period_us")
    try folder.write("-1\n", to: "sys/fs/cgroup/cpu/cpu.cfs_quota_us")
    try folder.write("9223372036854771712\n", to: "sys/fs/cgroup/memory/memory.limit_in_bytes")
    #expect(allocation().processors == 1 && allocation().memory == nil)
  }
}
