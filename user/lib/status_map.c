/* The map of an address space. Its scale is chosen such that all the regions together
 * fill between half of ROWS and all; those that are rounded up to a row, and the gaps,
 * come on top. */
#include <names.h>
#include <status_text.h>
#include <stdio.h>

enum { ROWS = 18, PAGE_BYTES = 4096, KIB = 1024 };

/* A row for [LOW, HIGH), with what is in it. */
static void print_row(uint32_t low, uint32_t high, const char *use, const char *mode,
                      const struct process_registers *registers)
{
    const char *eip = registers->eip >= low && registers->eip < high ? " <- eip" : "";
    const char *esp = registers->esp >= low && registers->esp < high ? " <- esp" : "";

    printf("0x%08x | %-7s %-3s |%s%s\n", low, use, mode, eip, esp);
}

/* The name stands in the uppermost row. The uppermost may also be cut short, so that the
 * others begin at round addresses. */
static void print_region(const struct process_region *region, uint32_t row_bytes,
                         const struct process_registers *registers)
{
    const char *use = name_of_use(region->flags), *mode = name_of_mode(region->flags);
    uint32_t size = region->end - region->start;
    uint32_t rows = size == 0 ? 1 : (size - 1) / row_bytes + 1;
    uint32_t high = region->end;

    while (rows-- > 0) {
        uint32_t low = region->start + rows * row_bytes;

        print_row(low, high, use, mode, registers);
        use = mode = "";
        high = low;
    }
}

/* Bytes a row. */
static uint32_t choose_scale(const struct process_status *status, uint32_t count)
{
    uint32_t bytes = 0, row_bytes = PAGE_BYTES;

    for (uint32_t i = 0; i < count; i++)
        bytes += status->regions[i].end - status->regions[i].start;
    while (bytes / row_bytes > ROWS)
        row_bytes *= 2;
    return row_bytes;
}

void status_print_map(const struct process_status *status)
{
    const struct process_region *regions = status->regions;
    uint32_t count = status->region_count < PROCESS_REGIONS_MAX ? status->region_count
                                                                : PROCESS_REGIONS_MAX;
    uint32_t row_bytes = choose_scale(status, count);

    if (count > 0)
        printf("\n%-10s   MAP, a row is %u KiB\n", "FROM", row_bytes / KIB);
    for (uint32_t i = count; i-- > 0;) {
        uint32_t end_below = i > 0 ? regions[i - 1].end : 0;

        print_region(&regions[i], row_bytes, &status->registers);
        if (end_below < regions[i].start)
            print_row(end_below, regions[i].start, "...", "", &status->registers);
    }
}
