/*
 * Echo of UDP datagrams to port 7777 over AF_XDP, the peer in C. It has the same rings in the same sizes, the same six
 * instructions of XDP, the same work on each frame. Spins on one core until it is killed.
 *
 * Usage: xdpecho INTERFACE. Prints "ready" when it echoes.
 */
#include <linux/bpf.h>
#include <linux/if_xdp.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef XDP_MAX_TX_SKB_BUDGET
#define XDP_MAX_TX_SKB_BUDGET 9
#endif

enum { RX = 1024, TX = 512, CHUNKS = 4096, CHUNK = 2048, BATCH = 64, PORT = 7777 };

struct ring {
    uint32_t *producer, *consumer, *flags, cached, size;
    void *entries;
};

static void check(long result, const char *what)
{
    if (result < 0) {
        perror(what);
        exit(1);
    }
}

static long bpf(int command, union bpf_attr *attributes)
{
    return syscall(SYS_bpf, command, attributes, sizeof *attributes);
}

static struct ring map_ring(int fd, struct xdp_ring_offset *at, uint64_t page, uint32_t size, size_t entry)
{
    uint8_t *base = mmap(NULL, at->desc + size * entry, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, page);
    check(base == MAP_FAILED ? -1 : 0, "mmap");
    struct ring ring = {(uint32_t *)(base + at->producer), (uint32_t *)(base + at->consumer),
                        (uint32_t *)(base + at->flags), 0, size, base + at->desc};
    return ring;
}

static int attach(int interface)
{
    union bpf_attr map = {0}, load = {0}, link = {0};
    map.map_type = BPF_MAP_TYPE_XSKMAP;
    map.key_size = map.value_size = 4;
    map.max_entries = 1;
    int map_fd = bpf(BPF_MAP_CREATE, &map);
    check(map_fd, "map");
    struct bpf_insn code[] = {
        {.code = BPF_LDX | BPF_W | BPF_MEM, .dst_reg = 2, .src_reg = 1, .off = 16},
        {.code = BPF_LD | BPF_DW | BPF_IMM, .dst_reg = 1, .src_reg = BPF_PSEUDO_MAP_FD, .imm = map_fd},
        {0},
        {.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 3, .imm = XDP_PASS},
        {.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_redirect_map},
        {.code = BPF_JMP | BPF_EXIT},
    };
    load.prog_type = BPF_PROG_TYPE_XDP;
    load.insn_cnt = sizeof code / sizeof code[0];
    load.insns = (uint64_t)(uintptr_t)code;
    load.license = (uint64_t)(uintptr_t) "Apache-2.0";
    int program = bpf(BPF_PROG_LOAD, &load);
    check(program, "program");
    link.link_create.prog_fd = program;
    link.link_create.target_ifindex = interface;
    link.link_create.attach_type = BPF_XDP;
    link.link_create.flags = 1U << 2;
    check(bpf(BPF_LINK_CREATE, &link), "link");
    return map_fd;
}

/* Returns whether the frame is ours; if so, swaps source and destination, which changes no checksum. */
static int turn(uint8_t *frame, uint32_t length)
{
    uint8_t mac[6], address[4], port[2];
    if (length < 42 || frame[12] != 8 || frame[13] != 0 || frame[23] != 17 || (frame[36] << 8 | frame[37]) != PORT)
        return 0;
    memcpy(mac, frame, 6);
    memcpy(frame, frame + 6, 6);
    memcpy(frame + 6, mac, 6);
    memcpy(address, frame + 26, 4);
    memcpy(frame + 26, frame + 30, 4);
    memcpy(frame + 30, address, 4);
    memcpy(port, frame + 34, 2);
    memcpy(frame + 34, frame + 36, 2);
    memcpy(frame + 36, port, 2);
    return 1;
}

int main(int count, char **words)
{
    int interface = count == 2 ? if_nametoindex(words[1]) : 0;
    check(interface ? 0 : -1, "interface");
    int fd = socket(AF_XDP, SOCK_RAW, 0);
    check(fd, "socket");
    uint8_t *memory = mmap(NULL, CHUNKS * CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    struct xdp_umem_reg umem = {.addr = (uint64_t)(uintptr_t)memory, .len = CHUNKS * CHUNK, .chunk_size = CHUNK};
    check(setsockopt(fd, SOL_XDP, XDP_UMEM_REG, &umem, sizeof umem), "umem");
    int rx = RX, tx = TX;
    check(setsockopt(fd, SOL_XDP, XDP_RX_RING, &rx, sizeof rx), "rx");
    check(setsockopt(fd, SOL_XDP, XDP_TX_RING, &tx, sizeof tx), "tx");
    check(setsockopt(fd, SOL_XDP, XDP_UMEM_FILL_RING, &rx, sizeof rx), "fill");
    check(setsockopt(fd, SOL_XDP, XDP_UMEM_COMPLETION_RING, &tx, sizeof tx), "completion");
    setsockopt(fd, SOL_XDP, XDP_MAX_TX_SKB_BUDGET, &tx, sizeof tx);
    struct xdp_mmap_offsets at;
    socklen_t size = sizeof at;
    check(getsockopt(fd, SOL_XDP, XDP_MMAP_OFFSETS, &at, &size), "offsets");
    struct ring receive = map_ring(fd, &at.rx, XDP_PGOFF_RX_RING, RX, sizeof(struct xdp_desc));
    struct ring transmit = map_ring(fd, &at.tx, XDP_PGOFF_TX_RING, TX, sizeof(struct xdp_desc));
    struct ring fill = map_ring(fd, &at.fr, XDP_UMEM_PGOFF_FILL_RING, RX, 8);
    struct ring completion = map_ring(fd, &at.cr, XDP_UMEM_PGOFF_COMPLETION_RING, TX, 8);
    int map = attach(interface);
    struct sockaddr_xdp address = {.sxdp_family = AF_XDP, .sxdp_flags = XDP_COPY | XDP_USE_NEED_WAKEUP,
                                   .sxdp_ifindex = interface};
    check(bind(fd, (struct sockaddr *)&address, sizeof address), "bind");
    uint64_t *fills = fill.entries, *completions = completion.entries;
    struct xdp_desc *received = receive.entries, *sent = transmit.entries;
    for (uint32_t i = 0; i < RX; i++)
        fills[i] = (uint64_t)i * CHUNK;
    fill.cached = RX;
    __atomic_store_n(fill.producer, RX, __ATOMIC_RELEASE);
    uint32_t key = 0;
    union bpf_attr update = {.map_fd = map, .key = (uint64_t)(uintptr_t)&key, .value = (uint64_t)(uintptr_t)&fd};
    check(bpf(BPF_MAP_UPDATE_ELEM, &update), "map entry");
    puts("ready");
    fflush(stdout);
    uint32_t written = 0;
    for (;;) {
        uint32_t done = __atomic_load_n(completion.producer, __ATOMIC_ACQUIRE);
        uint32_t before = completion.cached;
        for (; completion.cached != done; completion.cached++)
            fills[fill.cached++ & (RX - 1)] = completions[completion.cached & (TX - 1)] & ~(uint64_t)(CHUNK - 1);
        if (before != done) {
            __atomic_store_n(completion.consumer, done, __ATOMIC_RELEASE);
            __atomic_store_n(fill.producer, fill.cached, __ATOMIC_RELEASE);
        }
        uint32_t available = __atomic_load_n(receive.producer, __ATOMIC_ACQUIRE) - receive.cached;
        uint32_t room = TX - (written - completion.cached);
        uint32_t batch = available < BATCH ? available : BATCH;
        batch = batch < room ? batch : room;
        if (batch) {
            for (uint32_t i = 0; i < batch; i++) {
                struct xdp_desc in = received[receive.cached++ & (RX - 1)];
                if (turn(memory + in.addr, in.len))
                    sent[written++ & (TX - 1)] = (struct xdp_desc){.addr = in.addr, .len = in.len};
                else
                    fills[fill.cached++ & (RX - 1)] = in.addr & ~(uint64_t)(CHUNK - 1);
            }
            __atomic_store_n(receive.consumer, receive.cached, __ATOMIC_RELEASE);
            __atomic_store_n(fill.producer, fill.cached, __ATOMIC_RELEASE);
            __atomic_store_n(transmit.producer, written, __ATOMIC_RELEASE);
        }
        if (written != __atomic_load_n(transmit.consumer, __ATOMIC_ACQUIRE))
            sendto(fd, NULL, 0, MSG_DONTWAIT, NULL, 0);
    }
}
