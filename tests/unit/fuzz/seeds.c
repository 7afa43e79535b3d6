/* Seeds for the fuzz target, made here so that one can read what is in them. */
#include <elf.h>
#include <stdio.h>
#include <string.h>

#include "tests/unit/fuzz/program.h"

enum { BLOCK = 512, SEGMENTS = 3, TEXT = 0x08048000, DATA = 0x08049000 };

struct program {
    Elf32_Ehdr header;
    Elf32_Phdr segments[SEGMENTS];
    char data[BLOCK - sizeof(Elf32_Ehdr) - SEGMENTS * sizeof(Elf32_Phdr)];
};

_Static_assert(sizeof(struct program) == BLOCK, "a block of an archive");

struct tar_header { /* [POSIX pax, "ustar Interchange Format"] */
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type;
    char link_name[100], magic[8], owner[80], prefix[155], padding[12];
};

_Static_assert(sizeof(struct tar_header) == BLOCK, "a block of an archive");

/* Code, data with zeros behind it, and a segment that is not to be loaded. */
static const struct program program = {
    .header = {.e_ident = {0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT},
               .e_type = ET_EXEC,
               .e_machine = EM_386,
               .e_version = EV_CURRENT,
               .e_entry = TEXT + sizeof(Elf32_Ehdr),
               .e_phoff = offsetof(struct program, segments),
               .e_ehsize = sizeof(Elf32_Ehdr),
               .e_phentsize = sizeof(Elf32_Phdr),
               .e_phnum = SEGMENTS},
    .segments = {{.p_type = PT_LOAD,
                  .p_vaddr = TEXT,
                  .p_filesz = BLOCK,
                  .p_memsz = BLOCK,
                  .p_flags = PF_R | PF_X},
                 {.p_type = PT_NOTE},
                 {.p_type = PT_LOAD,
                  .p_offset = offsetof(struct program, data),
                  .p_vaddr = DATA + offsetof(struct program, data),
                  .p_filesz = 8,
                  .p_memsz = 3 * BLOCK,
                  .p_flags = PF_R | PF_W}}};

/* As many segments as there is room for, and one more. */
static size_t write_many_segments(uint8_t *seed)
{
    enum { TOO_MANY = 9 };
    Elf32_Ehdr header = program.header;
    header.e_phoff = sizeof(header);
    header.e_phnum = TOO_MANY;
    memcpy(seed, &header, sizeof(header));
    for (unsigned i = 0; i < TOO_MANY; i++) {
        Elf32_Phdr segment = program.segments[0];
        segment.p_vaddr += i * 0x1000;
        memcpy(seed + sizeof(header) + i * sizeof(segment), &segment, sizeof(segment));
    }
    return BLOCK;
}

/* --- Archives: AT is where the next block goes; the checksums are the target's matter
 * ---
 */

static uint8_t *add(uint8_t *at, struct tar_header header, const void *data, size_t size)
{
    if (!header.magic[0])
        memcpy(header.magic, "ustar\00000", sizeof(header.magic));
    snprintf(header.size, sizeof(header.size), "%011o", (unsigned)size);
    memcpy(at, &header, BLOCK);
    memcpy(at + BLOCK, data, size);
    return at + BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
}

static uint8_t *add_plain(uint8_t *at)
{
    at = add(at, (struct tar_header){.name = "./bin/", .type = '5'}, "", 0);
    at = add(at, (struct tar_header){.name = "./bin/a", .type = '0'}, &program, BLOCK);
    at = add(at, (struct tar_header){.name = "b"}, "some text", 9);
    return at + 2 * BLOCK;
}

/* A name of two full fields, what is skipped, and GNU's magic. */
static uint8_t *add_odd(uint8_t *at)
{
    struct tar_header header = {.type = '0'};
    memset(header.name, 'n', sizeof(header.name));
    memset(header.prefix, 'p', sizeof(header.prefix));
    at = add(at, header, &program, BLOCK);
    at = add(at, (struct tar_header){.name = "x", .type = 'x'}, "9 path=a\n", 9);
    at = add(at, (struct tar_header){.name = "l", .type = '2', .link_name = "b"}, "", 0);
    header = (struct tar_header){.name = "/g", .type = '0', .prefix = "14537421234"};
    memcpy(header.magic, "ustar  ", sizeof(header.magic));
    return add(at, header, &program, BLOCK);
}

size_t fuzz_seed(unsigned i, uint8_t seed[SEED_BYTES_MAX])
{
    memset(seed, 0, SEED_BYTES_MAX);
    switch (i) {
    case 0:
        memcpy(seed, &program, BLOCK);
        return BLOCK;
    case 1:
        return (size_t)(add_plain(seed) - seed);
    case 2:
        return (size_t)(add_odd(seed) - seed);
    case 3:
        return write_many_segments(seed);
    default:
        return 2UL * BLOCK;
    }
}
