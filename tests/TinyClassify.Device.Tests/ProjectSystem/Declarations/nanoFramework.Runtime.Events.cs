namespace nanoFramework.Runtime.Events
{
    public class BaseEvent
    {
    }
}
