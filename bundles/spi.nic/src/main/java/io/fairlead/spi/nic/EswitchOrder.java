package io.fairlead.spi.nic;

/** When a NIC takes another eswitch mode. Between two modes its VFs are made, or bound, anew where this asks for it. */
public enum EswitchOrder {
    /** Only while there are no VFs. */
    WITHOUT_VFS,
    /** To switchdev only while there are VFs; it is legacy again when the last one goes. */
    WITH_VFS,
    /** With VFs or without, but while no driver is bound to one. */
    WITH_VFS_UNBOUND
}
