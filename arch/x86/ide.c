/* An IDE disk: the master of the first channel, by its number of sectors in 28 bits. The CPU
 * moves the bytes, a sector an interrupt; or, if PCI has a controller that can, that does it
 * (DMA), and interrupts once. No loop here waits for the disk, but for an answer that a
 * drive in order gives at once. [ATA/ATAPI-4; Intel 82371SB, "PIIX3", 2.7] */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"

enum {
    DATA = 0x1F0,
    COUNT = 0x1F2,
    SECTOR_0 =
        0x1F3, /* bits 0 to 7 of the sector's number; the next two ports have more */
    SECTOR_8 = 0x1F4,
    SECTOR_16 = 0x1F5,
    DRIVE = 0x1F6, /* and bits 24 to 27 */
    COMMAND = 0x1F7,
    STATUS = 0x1F7,
    CONTROL = 0x3F6,

    DRIVE_MASTER = 0xE0, /* whose sectors have numbers */
    CONTROL_RESET = 0x04,
    STATUS_BUSY = 0x80,
    STATUS_FAULT = 0x20,
    STATUS_DATA = 0x08, /* the disk wants data, or has some */
    STATUS_ERROR = 0x01,
    IS_NOTHING = 0xFF, /* that nobody drives reads so, or as 0 */

    IDENTIFY = 0xEC,
    IDENTITY_WORDS = 256, /* of 16 bits; what they mean: */
    IDENTITY_ABILITIES = 49,
    IDENTITY_SECTORS = 60,
    HAS_DMA = 1 << 8,
    HAS_SECTOR_NUMBERS = 1 << 9,

    LOOKS_MAX = 1000, /* at the status; each takes about a microsecond */
    BOOT_LOOKS_MAX = 100000,
    RESET_LOOKS = 10, /* for 5 microseconds */
    SECTOR_WORDS = SECTOR_BYTES / 2,
    FUNCTIONS = 256, /* of PCI's first bus */
};

enum pci { /* [PCI 2.1, 3.7.4.1 and 6.1] */
           PCI_ADDRESS = 0xCF8,
           PCI_DATA = 0xCFC,
           PCI_COMMAND = 0x04,
           PCI_CLASS = 0x08,
           PCI_BAR_4 = 0x20,
           PCI_COMMAND_PORTS = 1,
           PCI_COMMAND_MASTER = 4,
};
#define PCI_ENABLE 0x80000000u

enum master { /* ports of the controller that does DMA, and their bits */
              MASTER_COMMAND = 0,
              MASTER_STATUS = 2,
              MASTER_TABLE = 4,
              MASTER_START = 1,
              MASTER_TO_MEMORY = 8,
              MASTER_ERROR = 2,
              MASTER_INTERRUPT = 4,
};

/* What the controller reads: where in memory the bytes lie. It must not cross 64 KiB. */
static struct {
    phys_t memory;
    uint32_t bytes_and_end;
} table[DISK_FRAMES_MAX] __attribute__((aligned(256)));
#define TABLE_END 0x80000000u

static uint16_t master; /* its first port; 0: the CPU moves the bytes */

static struct {
    enum arch_disk_command command;
    uint32_t sectors_left; /* 0: nothing is under way */
    const phys_t *frames;
    uint32_t offset; /* of the next byte, from the begin of the first frame on */
    bool by_dma;
} current;

/* --- PCI --- */

static uint32_t pci_read(uint32_t function, uint32_t offset)
{
    outl(PCI_ADDRESS, PCI_ENABLE | function << 8 | offset);
    return inl(PCI_DATA);
}

/* The ports of an IDE controller that does DMA, and whose first channel lies where it always
 * did; 0: there is none. */
static uint16_t find_master(void)
{
    enum { CLASS_IDE = 0x0101, DOES_DMA = 0x80, IS_ELSEWHERE = 0x01, IS_PORT = 1 };
    for (uint32_t function = 0; function < FUNCTIONS; function++) {
        uint32_t class = pci_read(function, PCI_CLASS);
        uint32_t kind = class >> 8 & (DOES_DMA | IS_ELSEWHERE);
        if (class >> 16 != CLASS_IDE || kind != DOES_DMA)
            continue;
        uint32_t command = pci_read(function, PCI_COMMAND) & 0xFFFF;
        outl(PCI_DATA, command | PCI_COMMAND_PORTS | PCI_COMMAND_MASTER);
        uint32_t ports = pci_read(function, PCI_BAR_4);
        return ports & IS_PORT ? (uint16_t)(ports & 0xFFF0) : 0;
    }
    return 0;
}

/* --- The channel --- */

/* Waits until the drive is not busy, and wants data or not as WANTED says. */
static bool is_ready(uint8_t wanted, uint32_t looks)
{
    while (looks-- > 0)
        if ((inb(STATUS) & (STATUS_BUSY | STATUS_DATA)) == wanted)
            return true;
    return false;
}

uint32_t arch_disk_start(bool dma)
{
    uint16_t identity[IDENTITY_WORDS];
    outb(DRIVE, DRIVE_MASTER);
    uint8_t status = inb(STATUS);
    if (status == 0 || status == IS_NOTHING || !is_ready(0, BOOT_LOOKS_MAX))
        return 0;
    outb(CONTROL, 0); /* it may interrupt */
    outb(COMMAND, IDENTIFY);
    if (!is_ready(STATUS_DATA, BOOT_LOOKS_MAX))
        return 0;
    insw(DATA, identity, IDENTITY_WORDS);
    if (!(identity[IDENTITY_ABILITIES] & HAS_SECTOR_NUMBERS))
        return 0;
    if (dma && identity[IDENTITY_ABILITIES] & HAS_DMA)
        master = find_master();
    pic_enable(VECTOR_DISK - VECTOR_IRQ);
    return identity[IDENTITY_SECTORS] | (uint32_t)identity[IDENTITY_SECTORS + 1] << 16;
}

static phys_t next_byte(void)
{
    return current.frames[current.offset / PAGE_SIZE] + current.offset % PAGE_SIZE;
}

static char *next_sector(void)
{
    char *memory = arch_frame(next_byte());
    current.offset += SECTOR_BYTES;
    return memory;
}

static void move_sector_out(void)
{
    outsw(DATA, next_sector(), SECTOR_WORDS);
}

static void begin_dma(uint32_t bytes, uint8_t direction)
{
    uint32_t count = 0;
    while (bytes > 0) {
        uint32_t part = PAGE_SIZE - current.offset % PAGE_SIZE;
        part = part < bytes ? part : bytes;
        table[count].memory = next_byte();
        table[count++].bytes_and_end = part | (part == bytes ? TABLE_END : 0);
        current.offset += part;
        bytes -= part;
    }
    outl(master + MASTER_TABLE, arch_physical(table));
    outb(master + MASTER_COMMAND, direction);
    outb(master + MASTER_STATUS, MASTER_ERROR | MASTER_INTERRUPT); /* both are cleared */
}

void arch_disk_begin(enum arch_disk_command command, uint32_t sector, uint32_t count,
                     const phys_t *frames, uint32_t offset)
{
    static const uint8_t commands[] = {0x20, 0x30, 0xE7}, dma_commands[] = {0xC8, 0xCA};
    bool is_flush = command == ARCH_DISK_FLUSH, by_dma = master && !is_flush;
    uint8_t direction = command == ARCH_DISK_READ ? MASTER_TO_MEMORY : 0;
    current.command = command;
    current.sectors_left = is_flush ? 1 : count;
    current.frames = frames;
    current.offset = offset;
    current.by_dma = by_dma;
    outb(DRIVE, (uint8_t)(DRIVE_MASTER | sector >> 24));
    if (!is_ready(0, LOOKS_MAX))
        return;
    outb(COUNT, (uint8_t)count);
    outb(SECTOR_0, (uint8_t)sector);
    outb(SECTOR_8, (uint8_t)(sector >> 8));
    outb(SECTOR_16, (uint8_t)(sector >> 16));
    if (by_dma)
        begin_dma(count * SECTOR_BYTES, direction);
    outb(COMMAND, by_dma ? dma_commands[command] : commands[command]);
    if (by_dma)
        outb(master + MASTER_COMMAND, MASTER_START | direction);
    else if (command == ARCH_DISK_WRITE && is_ready(STATUS_DATA, LOOKS_MAX))
        move_sector_out(); /* no interrupt asks for the first */
}

static void end(bool failed)
{
    current.sectors_left = 0;
    kernel_disk_done(failed);
}

static void end_dma(bool failed)
{
    uint8_t status = inb(master + MASTER_STATUS);
    if (!(status & MASTER_INTERRUPT))
        return;
    outb(master + MASTER_COMMAND, 0);
    end(failed || status & MASTER_ERROR);
}

/* The CPU moves a sector that has come, or the next one that is to go. */
static void move_sector(bool has_data)
{
    bool is_read = current.command == ARCH_DISK_READ;
    if (is_read && !has_data)
        return;
    if (is_read)
        insw(DATA, next_sector(), SECTOR_WORDS);
    if (--current.sectors_left == 0)
        end(false);
    else if (!is_read)
        move_sector_out();
}

/* To read the status ends the interrupt. One that nobody waits for is none. */
void ide_interrupt(void)
{
    uint8_t status = inb(STATUS);
    bool failed = status & (STATUS_ERROR | STATUS_FAULT);
    if (current.sectors_left == 0 || status & STATUS_BUSY)
        return;
    if (current.by_dma)
        end_dma(failed);
    else if (failed)
        end(true);
    else
        move_sector(status & STATUS_DATA);
}

void arch_disk_reset(void)
{
    current.sectors_left = 0;
    if (master)
        outb(master + MASTER_COMMAND, 0);
    outb(CONTROL, CONTROL_RESET);
    for (uint32_t looks = 0; looks < RESET_LOOKS; looks++)
        (void)inb(CONTROL);
    outb(CONTROL, 0);
}
