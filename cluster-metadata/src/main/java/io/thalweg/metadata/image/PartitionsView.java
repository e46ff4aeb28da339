package io.thalweg.metadata.image;

import io.thalweg.metadata.model.Partition;
import io.thalweg.metadata.model.PartitionUid;
import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.Objects;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** The partitions with these uids, looked up while iterating. Immutable. */
final class PartitionsView extends AbstractCollection<Partition> {

    private final TreePMap<PartitionUid, Partition> byUid;
    private final TreePSet<PartitionUid> uids;

    PartitionsView(TreePMap<PartitionUid, Partition> byUid, TreePSet<PartitionUid> uids) {
        this.byUid = byUid;
        this.uids = uids;
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
                return Objects.requireNonNull(byUid.get(each.next()));
            }
        };
    }

    @Override
    public int size() {
        return uids.size();
    }
}
