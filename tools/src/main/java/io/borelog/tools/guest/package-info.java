/**
 * Machines in software whose power can be cut: QEMU with a stock kernel, this very program, and a disk of its own.
 *
 * <pre>
 *   client ──► 127.0.0.1:port ══ guest ═══════════════════╗       the kill takes the guest's memory, page cache and whatever it
 *                               ║ borelog ─► page cache   ║       had under way; with a write cache before the image also what the
 *                               ║            ext4 ─► vdb ─╫─► [write cache] ─► disk.img      device was given and not told to flush
 *                               ╚═════════════════════════╝
 * </pre>
 * {@link io.borelog.tools.guest.HostPrograms} finds what the host must have, {@link io.borelog.tools.guest.GuestMachine} holds what all
 * boots share, {@link io.borelog.tools.guest.Guest} is one boot, {@link io.borelog.tools.guest.DataDisk} what outlives it. Needs no root.
 * Used by the torture, on its thread; each guest has one more thread, which reads its console.
 */
package io.borelog.tools.guest;
