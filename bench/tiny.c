/* tiny: ends. What is executed by the rows with exec, on Robin and on Linux. */
int main(void)
{
    __asm__ volatile("int $0x80" : : "a"(1), "b"(0));
    return 0;
}
