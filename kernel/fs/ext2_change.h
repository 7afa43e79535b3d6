/* Names come to a volume and go. A name is written after what it leads to and
 * before the one that it takes the place of goes; and an inode's count of names
 * is never less than the names on the disk. So whenever the power is cut, each
 * file has its old name or the new one, or both, and at worst an inode is left
 * that nobody uses. (A directory on its way to another place may have both, of
 * which e2fsck removes one.)
 *
 * A node that has changed (is_changed) is written by the caller some time, if
 * it still has names. There must be no two nodes of one inode. */
#pragma once

#include "kernel/fs/ext2_directory.h"

/* Makes NODE, a file or directory with the mode and the owner that its inode
 * has, and NAME for it in DIRECTORY. -EEXIST, -ENOSPC, -EMLINK. */
MUST_CHECK int ext2_make(struct ext2_volume *, struct ext2_node *directory,
                         const struct ext2_name *name, struct ext2_node *node);

/* A further NAME for NODE, which is no directory. -EEXIST, -ENOSPC, -EMLINK. */
MUST_CHECK int ext2_link(struct ext2_volume *, struct ext2_node *directory,
                         const struct ext2_name *name, struct ext2_node *node);

/* Removes NAME of NODE. -ESTALE: it does not lead there; -ENOTEMPTY: a directory
 * with something in it. */
MUST_CHECK int ext2_unlink(struct ext2_volume *, struct ext2_node *directory,
                           const struct ext2_name *name, struct ext2_node *node);

/* Gives back all that NODE has, which nobody uses and which has no links. After
 * an error some of it is lost, which is damage. */
int ext2_release(struct ext2_volume *, struct ext2_node *node);

/* NODE, which is NAME in FROM, becomes NEW_NAME in TO instead, in place of
 * REPLACED, if that is not NULL. The caller has seen to it that both are
 * directories or neither is, and that they are not the same. -ESTALE: the names
 * do not lead to what was said. -ENOTEMPTY. -EINVAL: a directory would come to
 * lie within itself. */
MUST_CHECK int ext2_rename(struct ext2_volume *, struct ext2_node *from,
                           const struct ext2_name *name, struct ext2_node *node,
                           struct ext2_node *to, const struct ext2_name *new_name,
                           struct ext2_node *replaced);
