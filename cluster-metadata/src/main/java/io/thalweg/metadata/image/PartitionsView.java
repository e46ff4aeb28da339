package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The partitions with these uids, looked up while iterating. */
final class PartitionsView extends AbstractCollection<Partition> {

    private final UidSet uids;
    private final Function<PartitionUid, @Nullable Partition> lookup;

    PartitionsView(UidSet uids, Function<PartitionUid, @Nullable Partition> lookup) {
        this.uids = uids;
        this.lookup = lookup;
    }

    @Override
    public Iterator<Partition> iterator() {
        Iterator<PartitionUid> each = uids.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public Partition next() {
                return Objects.requireNonNull(lookup.apply(each.next()));
            }
        };
    }

    @Override
    public int size() {
        return uids.size();
    }
}
