/* false: fails, with status 1.
 *
 * usage: false */

int main(void)
{
    return 1;
}
