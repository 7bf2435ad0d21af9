package io.borelog.tools.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelModulesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldLoadEachModuleOnceAndAfterThoseItDependsOn() throws Exception {
        final HostPrograms host = new FakeHost(directory).withKernel("lib/modules").withPrograms(HostProgram.values())
            .withModule("virtio_blk.ko", "virtio_ring,virtio").withModule("virtio.ko", "virtio_ring").withModule("virtio_ring.ko", "")
            .withModule("virtio_pci.ko", "virtio,virtio-pci-modern-dev").withModule("virtio-pci-modern-dev.ko", "")
            .withModule("floppy.ko", "").find();
        assertEquals(List.of("virtio_ring.ko", "virtio.ko", "virtio_pci_modern_dev.ko", "virtio_pci.ko", "virtio_blk.ko"),
            List.copyOf(KernelModules.of(host).keySet()));
    }

    @Test
    void shouldLoadNothingThatTheKernelHasBuiltIn() throws IOException, InterruptedException {
        final HostPrograms host =
            new FakeHost(directory).withKernel("lib/modules").withPrograms(HostProgram.values()).withModule("floppy.ko", "").find();
        assertEquals(List.of(), List.copyOf(KernelModules.of(host).keySet()));
    }

    @Test
    void shouldFindNoDependenciesInWhatIsNoModule() {
        assertEquals(List.of(), KernelModules.dependencies("depends=not a field".getBytes(ISO_8859_1)));
        assertEquals(List.of(), KernelModules.dependencies("\0depends=\0".getBytes(ISO_8859_1)));
    }
}
