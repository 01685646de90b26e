// SPDX-License-Identifier: Apache-2.0
// The side in the process of its own: everything a decoder could do harm with is given away before
// it sees a byte.
#include "media/developing.hpp"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <vector>

namespace goen::media {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t this_machine = AUDIT_ARCH_AARCH64;
#else
constexpr std::uint32_t this_machine = 0;
#endif

void limit(__rlimit_resource what, rlim_t most) {
    rlimit const both{most, most};
    setrlimit(what, &both);
}

// Other programs, the network, files by name, and other processes are refused by the kernel from
// here on. A list of what is forbidden, not of what is allowed: decoders start threads and take
// memory in ways that change with each release, but none of them has a reason to open anything once
// libvips has started.
void close_the_door() {
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    if constexpr (this_machine == 0) return;
    std::vector<long> const forbidden {
        SYS_execve, SYS_execveat, SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen,
            SYS_accept, SYS_accept4, SYS_sendto, SYS_sendmsg, SYS_sendmmsg, SYS_openat, SYS_openat2,
            SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_unlinkat, SYS_renameat, SYS_renameat2,
            SYS_linkat, SYS_symlinkat, SYS_mkdirat, SYS_mknodat, SYS_fchmodat, SYS_fchownat,
            SYS_truncate, SYS_chdir, SYS_chroot, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_ptrace,
            SYS_process_vm_readv, SYS_process_vm_writev, SYS_kill, SYS_pidfd_open, SYS_pidfd_getfd,
            SYS_pidfd_send_signal, SYS_unshare, SYS_setns, SYS_bpf, SYS_perf_event_open,
            SYS_userfaultfd, SYS_io_uring_setup, SYS_add_key, SYS_keyctl, SYS_request_key,
            SYS_init_module, SYS_finit_module, SYS_kexec_load, SYS_memfd_create, SYS_shmget,
            SYS_msgget, SYS_semget,
#if defined(__x86_64__)
            SYS_open, SYS_creat, SYS_fork, SYS_vfork, SYS_unlink, SYS_rename, SYS_link, SYS_symlink,
            SYS_mkdir, SYS_rmdir, SYS_mknod, SYS_chmod, SYS_chown, SYS_lchown,
#endif
    };
    std::vector<sock_filter> program;
    auto const add = [&](std::uint16_t code, std::uint32_t value, std::uint8_t if_true = 0,
                         std::uint8_t if_false = 0) {
        program.push_back({code, if_true, if_false, value});
    };
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, this_machine, 1, 0);
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS); // another machine's calls have other numbers
    add(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr));
#if defined(__x86_64__)
    add(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); // so have those of x32
    add(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
#endif
    for (long const one : forbidden) {
        add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(one), 0, 1);
        add(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EACCES);
    }
    add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    sock_fprog const whole{static_cast<unsigned short>(program.size()), program.data()};
    // A kernel without seccomp leaves the other walls: a process of its own, without descriptors,
    // with limits.
    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole, 0, 0);
}

std::string all_of(int from) {
    std::string bytes;
    struct stat about {};
    if (fstat(from, &about) == 0 && about.st_size > 0)
        bytes.resize(static_cast<std::size_t>(about.st_size));
    std::size_t at = 0;
    while (at < bytes.size()) {
        auto const count = ::read(from, bytes.data() + at, bytes.size() - at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        at += static_cast<std::size_t>(count);
    }
    bytes.resize(at);
    return bytes;
}

} // namespace

void darkroom_hand() {
    char const *const wanted = std::getenv("GOEN_DARKROOM");
    if (!wanted) return;
    auto const is = [&](PictureUse one) { return to_string(one) == wanted; };
    auto const use = is(PictureUse::logo)    ? PictureUse::logo
                     : is(PictureUse::scene) ? PictureUse::scene
                                             : PictureUse::photo;
    int status = 1;
    try {
        limit(RLIMIT_CORE, 0);
        limit(RLIMIT_CPU, 15);
        limit(RLIMIT_FSIZE, 0); // the answer goes into a pipe
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
        limit(RLIMIT_AS, rlim_t{2} << 30); // sanitizers reserve more than any machine has
#endif
        auto const file = all_of(0);
        start_developing();
        close_the_door();
        auto const said = written(develop(file, use));
        std::size_t at = 0;
        while (at < said.size()) {
            auto const count = ::write(1, said.data() + at, said.size() - at);
            if (count < 0 && errno == EINTR) continue;
            if (count <= 0) break;
            at += static_cast<std::size_t>(count);
        }
        status = at == said.size() ? 0 : 1;
    } catch (std::exception const &) {
        // Whoever waits hears nothing, and knows.
    }
    _exit(status); // no destructor of anybody's runs
}

} // namespace goen::media
