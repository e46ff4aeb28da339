package io.thalweg.broker.app.hostile;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.util.List;
import java.util.Random;

/** Messages that decode and make no sense: limits of every number, names without end, bytes that are no batch. */
final class AbsurdMessages {
    private static final List<Long> NUMBERS = List.of(
            0L, 1L, -1L, (long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40);
    private static final int DEEPEST = 4;
    private static final int MOST_REPEATED = 5;

    private final Random random;

    AbsurdMessages(Random random) {
        this.random = random;
    }

    byte[] next(Descriptor type) {
        return random.nextInt(10) == 0
                ? noise(random.nextInt(200))
                : message(type, 0).toByteArray();
    }

    private DynamicMessage message(Descriptor type, int depth) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            if (random.nextInt(3) == 0 || depth == DEEPEST) {
                continue;
            }
            if (field.isRepeated()) {
                for (int count = random.nextInt(MOST_REPEATED); count > 0; count--) {
                    message.addRepeatedField(field, value(field, depth));
                }
            } else {
                message.setField(field, value(field, depth));
            }
        }
        return message.build();
    }

    private Object value(FieldDescriptor field, int depth) {
        long number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        return switch (field.getJavaType()) {
            case INT -> (int) number;
            case LONG -> number;
            case FLOAT -> Float.NaN;
            case DOUBLE -> Double.NaN;
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTE_STRING -> ByteString.copyFrom(noise(random.nextInt(2_000)));
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE -> message(field.getMessageType(), depth + 1);
        };
    }

    private String text() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "other";
            case 2 -> "x".repeat(100_000);
            case 3 -> "../../\0\u202e\ud83d\ude00";
            default -> Integer.toString(random.nextInt());
        };
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }
}
