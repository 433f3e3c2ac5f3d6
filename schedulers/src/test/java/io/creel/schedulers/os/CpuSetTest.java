package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuSetTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0-3", "0-3,8", "1,3,5-7,200"})
    void shouldPrintWhatItParsed(String list) {
        assertEquals(list, CpuSet.parse(" " + list + "\n").toString());
        assertEquals(CpuSet.parse(list), CpuSet.ofWords(CpuSet.parse(list).words()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "3-1", "1,,2", "1;2", "99999", "1-2-3"})
    void shouldRefuseAListOfAnotherForm(String list) {
        assertEquals("CPU list is malformed: list=" + list + ", expected=such as 0-3,8",
                assertThrows(IllegalArgumentException.class, () -> CpuSet.parse(list)).getMessage());
    }

    @Test
    void shouldCompareAndCombine() {
        CpuSet some = CpuSet.of(1, 2, 65);
        assertArrayEquals(new int[]{1, 2, 65}, some.numbers());
        assertEquals(3, some.size());
        assertTrue(some.contains(65));
        assertFalse(some.contains(0) || some.contains(-1));
        assertEquals(CpuSet.of(65), some.without(CpuSet.parse("0-8")));
        assertEquals(CpuSet.parse("1-2"), some.common(CpuSet.parse("0-8")));
        assertTrue(CpuSet.of().isEmpty());
    }
}
