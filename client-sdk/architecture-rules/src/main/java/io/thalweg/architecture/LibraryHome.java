package io.thalweg.architecture;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;

/**
 * One library and the packages that may know it, both as ArchUnit package identifiers.
 *
 * @param library the packages of the library
 * @param homes the packages of Thalweg that may import it
 */
record LibraryHome(String library, List<String> homes) {

    /** One library, one package: what all modules share. */
    static final List<LibraryHome> ALL = List.of(
            new LibraryHome("org.rocksdb..", List.of("io.thalweg.broker.storage..")),
            new LibraryHome("org.apache.ratis..", List.of("io.thalweg.metadata.consensus..")),
            new LibraryHome("io.grpc..", List.of("..rpc..", "..app..")),
            new LibraryHome("io.netty..", List.of("..app.net..", "..client.internal.rpc..")),
            new LibraryHome("io.micrometer..", List.of("..metrics..", "..app..")));

    LibraryHome {
        homes = List.copyOf(homes);
    }

    ArchRule rule() {
        return ArchRuleDefinition.noClasses()
                .that()
                .resideOutsideOfPackages(homes.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}
