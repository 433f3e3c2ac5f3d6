package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import org.junit.jupiter.api.Test;

class AfterSwitchTest {
    /** HotSpot's FreqInlineSize: a method with more bytecodes is never inlined, however often it is called. */
    private static final int INLINED_AT_MOST = 325;

    private static int bytecodes(Class<?> type, String method) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            ClassModel model = ClassFile.of().parse(in.readAllBytes());
            return model.methods().stream().filter(found -> found.methodName().equalsString(method))
                    .mapToInt(found -> ((CodeAttribute) found.code().orElseThrow()).codeLength()).max().orElseThrow();
        }
    }

    /**
     * Decision 50: a switch costs up to 10 % more if the loop around it is too large to be inlined into the method that
     * resumes.
     */
    @Test
    void shouldStayTooLargeToBeInlinedAndLeaveTheLoopSmall() throws IOException {
        int next = bytecodes(AfterSwitch.class, "next");
        assertTrue(next > INLINED_AT_MOST, () -> next + " bytecodes");
        int loop = bytecodes(RunLoop.class, "run");
        assertTrue(loop < INLINED_AT_MOST, () -> loop + " bytecodes");
    }
}
