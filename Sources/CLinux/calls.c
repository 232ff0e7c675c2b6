#define _GNU_SOURCE
#include "calls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct clinux_pulse {
    _Atomic int64_t since;
    /* Who makes the call: the thread, or its courier. */
    _Atomic int task;
};

static _Thread_local struct clinux_pulse *pulse;
static _Thread_local int self;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

struct clinux_pulse *clinux_pulse_new(void) { return calloc(1, sizeof(struct clinux_pulse)); }

void clinux_pulse_free(struct clinux_pulse *gone) { free(gone); }

void clinux_pulse_wear(struct clinux_pulse *worn) {
    self = (int)syscall(SYS_gettid);
    pulse = worn;
}

/* Younger calls are not looked at: reading the state of a task costs more than most calls. */
static const int64_t young = 200000000;

int64_t clinux_pulse_waiting(const struct clinux_pulse *seen) {
    int64_t since = atomic_load_explicit(&seen->since, memory_order_relaxed);
    int64_t waiting = since ? now() - since : 0;
    if (waiting < young) return 0;
    return clinux_task_sleeps(atomic_load_explicit(&seen->task, memory_order_relaxed)) ? waiting : 0;
}

int clinux_task_sleeps(int task) {
    char state = clinux_task_state(task);
    return state == 'S' || state == 'D';
}

char clinux_task_state(int task) {
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", task);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t count = read(file, text, sizeof text - 1);
    close(file);
    if (count <= 0) return 0;
    text[count] = 0;
    /* The state stands behind the name, which may itself hold anything. proc_pid_stat(5) */
    const char *end = strrchr(text, ')');
    return end && end[1] == ' ' ? end[2] : 0;
}

/* The kernel's own calling convention, touching neither errno nor anything else of the thread: a courier
   has no thread-local memory of its own. */
#if defined(__x86_64__)
static inline long raw(long number, long a, long b, long c, long d, long e, long f) {
    long result;
    register long r10 __asm__("r10") = d;
    register long r8 __asm__("r8") = e;
    register long r9 __asm__("r9") = f;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
#define HAS_COURIERS 1
#elif defined(__aarch64__)
static inline long raw(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a;
    register long x1 __asm__("x1") = b;
    register long x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d;
    register long x4 __asm__("x4") = e;
    register long x5 __asm__("x5") = f;
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                     : "memory");
    return x0;
}
#define HAS_COURIERS 1
#else
static inline long raw(long number, long a, long b, long c, long d, long e, long f) {
    long result = syscall(number, a, b, c, d, e, f);
    return result < 0 ? -errno : result;
}
#define HAS_COURIERS 0
#endif

enum turn { IDLE, ASKED, ANSWERED, DISMISSED };

struct courier {
    _Atomic uint32_t turn;
    long number;
    long arguments[6];
    long result;
    void *stack;
    pid_t task;
};

/* Its functions need little: no name is copied there, the kernel writes into the thread's buffers. */
static const size_t stack_size = 64 * 1024;

static _Thread_local struct courier *courier;
/* How many uses of it have not come to their rest. */
static _Thread_local int uses;

/* Couriers out on a call. */
static _Atomic int under_way;

static void wait_while(struct courier *mine, uint32_t turn) {
    raw(SYS_futex, (long)&mine->turn, FUTEX_WAIT_PRIVATE, turn, 0, 0, 0);
}

static void hand_over(struct courier *mine, uint32_t turn) {
    atomic_store_explicit(&mine->turn, turn, memory_order_release);
    raw(SYS_futex, (long)&mine->turn, FUTEX_WAKE_PRIVATE, 1, 0, 0, 0);
}

#if HAS_COURIERS
/* A courier's life. It runs with the thread pointer of the thread that hired it, so it may touch
   nothing thread-local: no errno, no function of the C library. */
__attribute__((no_stack_protector)) static int carry(void *argument) {
    struct courier *mine = argument;
    raw(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0, 0);
    for (;;) {
        uint32_t turn = atomic_load_explicit(&mine->turn, memory_order_acquire);
        switch (turn) {
        case ASKED:
            mine->result =
                raw(mine->number, mine->arguments[0], mine->arguments[1], mine->arguments[2],
                    mine->arguments[3], mine->arguments[4], mine->arguments[5]);
            hand_over(mine, ANSWERED);
            break;
        case DISMISSED: return 0;
        default: wait_while(mine, turn);
        }
    }
}

/* A courier that never came back shares our descriptors, and with them the lock of the catalogue and the
   sockets: they would outlive us. Nothing else closes them, for nothing else ends after us. */
static void let_go(void) {
    if (atomic_load(&under_way) > 0) syscall(SYS_close_range, 3, ~0U, 0);
}

static void promise_to_let_go(void) {
    static _Atomic int is_promised;
    if (!atomic_exchange(&is_promised, 1)) atexit(let_go);
}

static struct courier *hire(void) {
    struct courier *fresh = calloc(1, sizeof *fresh);
    if (!fresh) return NULL;
    fresh->stack = mmap(NULL, stack_size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (fresh->stack == MAP_FAILED) {
        free(fresh);
        return NULL;
    }
    promise_to_let_go();
    /* The handlers of this process are not made for a stack of 64 KiB without thread-local memory. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    fresh->task = clone(carry, (char *)fresh->stack + stack_size, CLONE_VM | CLONE_FS | CLONE_FILES,
                        fresh);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (fresh->task < 0) {
        munmap(fresh->stack, stack_size);
        free(fresh);
        return NULL;
    }
    return fresh;
}
#else
static struct courier *hire(void) { return NULL; }
#endif

int clinux_courier_use(void) {
    if (!courier) courier = hire();
    if (!courier) return EAGAIN;
    uses++;
    return 0;
}

void clinux_courier_rest(void) {
    if (uses > 0) uses--;
}

void clinux_courier_dismiss(void) {
    struct courier *mine = courier;
    courier = NULL;
    uses = 0;
    if (!mine) return;
    hand_over(mine, DISMISSED);
    /* It tells nobody of its end; whoever asks must say that such children count. clone(2) */
    while (waitpid(mine->task, NULL, __WALL) < 0 && errno == EINTR) {
    }
    munmap(mine->stack, stack_size);
    free(mine);
}

int clinux_courier_task(void) { return courier ? courier->task : 0; }

static long send(struct courier *mine, long number, const long arguments[6]) {
    mine->number = number;
    for (int index = 0; index < 6; index++) mine->arguments[index] = arguments[index];
    atomic_fetch_add_explicit(&under_way, 1, memory_order_relaxed);
    hand_over(mine, ASKED);
    while (atomic_load_explicit(&mine->turn, memory_order_acquire) != ANSWERED)
        wait_while(mine, ASKED);
    atomic_fetch_sub_explicit(&under_way, 1, memory_order_relaxed);
    atomic_store_explicit(&mine->turn, IDLE, memory_order_relaxed);
    return mine->result;
}

long clinux_call(long number, long a, long b, long c, long d, long e, long f) {
    struct clinux_pulse *noted = pulse;
    int is_carried = uses > 0 && courier;
    if (noted) {
        atomic_store_explicit(&noted->task, is_carried ? courier->task : self, memory_order_relaxed);
        atomic_store_explicit(&noted->since, now(), memory_order_relaxed);
    }
    long result;
    if (is_carried) {
        long arguments[6] = {a, b, c, d, e, f};
        result = send(courier, number, arguments);
    } else {
        result = raw(number, a, b, c, d, e, f);
    }
    if (noted) atomic_store_explicit(&noted->since, 0, memory_order_relaxed);
    return result;
}

void clinux_close(int descriptor) { clinux_call(SYS_close, descriptor, 0, 0, 0, 0, 0); }
